import type { ModuleGraph } from '../modules/module-graph';
import { passesOn } from '../modules/passes-on';

/** What is known of single files. */
export interface ReachSources {
  /** The exports of a file that others may get Bull or a queue from; `default` for CommonJS as a whole too. */
  leadsOf(path: string): ReadonlySet<string>;
  /** Null where there is no such file, undefined while it is not loaded. */
  read(path: string): string | null | undefined;
  /** `path`, which `importer` loads, turned out to lead to queues; whether other was taken for true of `importer` before. */
  appeared(path: string, importer: string): boolean;
}

/**
 * Which files of a workspace have to do with queues: those with a word of Bull, and those that take one from them by name.
 * A barrel passes names on without being read.
 */
export class Reach {
  readonly files = new Set<string>();
  /** What barrels pass on with `export * from`. */
  private readonly passed = new Map<string, Set<string>>();
  /** What others may take from a file, at the last look. */
  private readonly names = new Map<string, ReadonlySet<string>>();
  private readonly due: string[] = [];

  constructor(
    private readonly graph: ModuleGraph,
    private readonly sources: ReachSources,
  ) {}

  search(): void {
    for (const path of this.graph.outlines.keys()) if (this.graph.usesBull(path)) this.files.add(path);
    this.due.push(...this.files);
    for (let path = this.due.pop(); path !== undefined; path = this.due.pop()) this.follow(path);
  }

  /** Whether an import of this file may lead to Bull or to a queue. */
  leads(path: string): boolean {
    return this.files.has(path) || this.passed.has(path) || !this.graph.outlines.has(path);
  }

  /** Every file of the workspace that an import may lead to Bull or a queue by. */
  get leading(): ReadonlySet<string> {
    return new Set([...this.files, ...this.passed.keys()]);
  }

  /** Whether the text of a file that has changed since leads to all that it led to, and to no more. */
  isStill(path: string): boolean {
    const isIn = this.graph.usesBull(path) || this.takesAny(path);
    const before = this.names.get(path) ?? NONE;
    if (this.files.has(path) !== isIn) return false;
    const now = this.namesOf(path);
    return now.size === before.size && [...now].every((name) => before.has(name));
  }

  private takesAny(path: string): boolean {
    return this.graph.loadsOf(path).some(({ file }) => {
      const names = this.names.get(file);
      return !!names?.size && this.takes(path, file, names);
    });
  }

  private namesOf(path: string): ReadonlySet<string> {
    const own = this.files.has(path) ? this.sources.leadsOf(path) : NONE;
    return new Set([...own, ...(this.passed.get(path) ?? NONE)]);
  }

  /** What imports a file that leads to queues may be other than it looked. */
  private appear(path: string): void {
    this.due.push(path);
    for (const importer of this.graph.importersOf(path)) {
      if (this.files.has(importer) && this.sources.appeared(path, importer)) this.due.push(importer);
    }
  }

  private follow(path: string): void {
    const names = this.namesOf(path);
    this.names.set(path, names);
    if (names.size === 0) return;
    for (const importer of this.graph.importersOf(path)) {
      this.passOn(path, importer, names);
      if (!this.files.has(importer) && this.takes(importer, path, names)) {
        this.files.add(importer);
        this.appear(importer);
      }
    }
  }

  private passOn(path: string, importer: string, names: ReadonlySet<string>): void {
    if (!this.graph.loadsOf(importer).some(({ file, isPassedOn }) => isPassedOn && file === path)) return;
    const passed = this.passed.get(importer);
    const more = [...names].filter((name) => name !== 'default' && !passed?.has(name));
    if (more.length === 0) return;
    this.passed.set(importer, new Set([...(passed ?? []), ...more]));
    if (passed) this.due.push(importer);
    else this.appear(importer);
  }

  /** Whether a file takes one of the names from another, or hands on all that it exports. */
  private takes(importer: string, path: string, names: ReadonlySet<string>): boolean {
    const text = this.sources.read(importer);
    if (typeof text !== 'string') return false;
    if (names.has('default') || patternOf(names).test(text)) return true;
    return this.graph
      .loadsOf(importer)
      .some(({ file, specifier, isPassedOn }) => file === path && !isPassedOn && passesOn(text, specifier));
  }
}

const NONE: ReadonlySet<string> = new Set();

const patterns = new Map<string, RegExp>();

/** Finds one of the names as a word. */
function patternOf(names: ReadonlySet<string>): RegExp {
  const source = [...names].map((name) => name.replaceAll('$', '\\$')).join('|');
  let pattern = patterns.get(source);
  if (!pattern) patterns.set(source, (pattern = new RegExp(`(?<![\\w$])(?:${source})(?![\\w$])`)));
  return pattern;
}

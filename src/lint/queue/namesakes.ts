import { alternatives, option, stringIn } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import { isProduction, packageOf } from './production';
import type { Queue } from './queue';

/** Which files speak of the same queues in Redis: those of one package, and those that some process loads together. */
export class Neighbours {
  private readonly packages = new Map<string, string>();

  constructor(
    private readonly project: Project,
    /** Whether some process loads both files. */
    readonly areLoadedTogether: (a: string, b: string) => boolean,
  ) {}

  /** Both run in production, too. */
  are(a: string, b: string): boolean {
    if (![a, b].every((file) => isProduction(file, this.project))) return false;
    return this.packageOf(a) === this.packageOf(b) || this.areLoadedTogether(a, b);
  }

  private packageOf(file: string): string {
    let found = this.packages.get(file);
    if (found === undefined) this.packages.set(file, (found = packageOf(file, this.project)));
    return found;
  }
}

/** The places that make the same queue in Redis; null where the queue's name is not known, or another may have it too. */
export function namesakesOf(queue: Queue, all: readonly Queue[], neighbours: Neighbours): readonly Queue[] | null {
  const name = stringIn(queue.name);
  if (name === undefined) return null;
  const others = all.filter((each) => each !== queue && neighbours.are(each.file, queue.file));
  const candidates = others.filter((each) => mayBeNamed(each.name, name) && !haveOtherPrefixes(each, queue));
  return candidates.every((each) => stringIn(each.name) === name) ? [queue, ...candidates] : null;
}

/** Whether a value may be a text. */
export function mayBeNamed(value: Value, name: string): boolean {
  return alternatives(value).some((single) => mayBeText(single, name));
}

function mayBeText(value: SingleValue, text: string): boolean {
  if (value.kind === 'unknown' || value.kind === 'imported') return true;
  if (value.kind === 'literal') return String(value.value) === text;
  if (value.kind !== 'text') return false;
  const { parts } = value;
  const [first, last] = [parts[0] ?? '', parts.at(-1) ?? ''];
  return text.startsWith(first) && text.endsWith(last);
}

function haveOtherPrefixes(a: Queue, b: Queue): boolean {
  const [ofA, ofB] = [a, b].map((each) => stringIn(option(each.options, 'prefix')));
  return ofA !== undefined && ofB !== undefined && ofA !== ofB;
}

import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/** Where a test's files pretend to be: `bull`, `ioredis` and the types of Node are found from here. */
const ROOT = resolve(__dirname, '../../fixtures/fixes/_virtual');

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  allowJs: true,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  jsx: ts.JsxEmit.Preserve,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  experimentalDecorators: true,
  types: ['node'],
};

/** Declarations of packages and of the language by target and path: the same for every workspace, and slow to parse. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** The package that is meant by the name of one, such as `{ ioredis: 'ioredis-6' }`. */
type Aliases = Readonly<Record<string, string>>;

/** Types of DefinitelyTyped are those of Bull 3, and of its ioredis. */
const OF_TYPES: Aliases = { ioredis: '@types/ioredis' };

/** What the compiler says of a workspace's files; syntax errors first. Packages come from this repository. */
export class TypeChecker {
  private last: ts.Program | undefined;
  private readonly options: ts.CompilerOptions;

  /** `aliases` are of what the workspace imports. */
  constructor(
    options: ts.CompilerOptions = {},
    private readonly aliases: Aliases = {},
  ) {
    this.options = { ...OPTIONS, ...options };
  }

  /** Each as `queue.ts: Cannot find name 'x'.`; of JavaScript only the syntax. */
  errorsIn(files: Readonly<Record<string, string>>): readonly string[] {
    const sources = new Map(Object.entries(files).map(([path, text]) => [join(ROOT, path), text]));
    const roots = [...sources.keys()].filter((path) => /\.[cm]?[jt]sx?$/.test(path));
    const program = (this.last = ts.createProgram(roots, this.options, this.hostOf(sources), this.last));
    return roots.flatMap((path) => {
      const file = program.getSourceFile(path);
      const syntax = program.getSyntacticDiagnostics(file);
      const found = syntax.length || /\.[cm]?jsx?$/.test(path) ? syntax : program.getSemanticDiagnostics(file);
      return found.map(({ messageText }) => {
        return `${path.slice(ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      });
    });
  }

  private hostOf(sources: ReadonlyMap<string, string>): ts.CompilerHost {
    const disk = ts.createCompilerHost(this.options);
    const folders = new Set([...sources.keys()].map((path) => dirname(path)));
    const resolved = ts.createModuleResolutionCache(ROOT, (name) => name, this.options);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: (path) => sources.has(path) || disk.fileExists(path),
      directoryExists: (path) => folders.has(path) || (disk.directoryExists?.(path) ?? true),
      readFile: (path) => sources.get(path) ?? disk.readFile(path),
      ...(Object.keys(this.aliases).length > 0 && {
        resolveModuleNameLiterals: (names, from, redirected, options) =>
          names.map(({ text }) => {
            const aliases = sources.has(from) ? this.aliases : from.includes('/@types/') ? OF_TYPES : {};
            return ts.resolveModuleName(aliases[text] ?? text, from, options, host, resolved, redirected);
          }),
      }),
      getSourceFile: (path, target) => {
        const text = sources.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, target);
        const key = `${JSON.stringify(target)} ${path}`;
        if (!declarations.has(key)) declarations.set(key, disk.getSourceFile(path, target));
        return declarations.get(key);
      },
    };
    return host;
  }
}

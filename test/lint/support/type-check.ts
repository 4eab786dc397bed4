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

/** What the compiler says of a workspace's files; syntax errors first. Packages come from this repository. */
export class TypeChecker {
  /** Declarations of packages and of the language: the same for every workspace, and slow to parse. */
  private readonly declarations = new Map<string, ts.SourceFile | undefined>();
  private last: ts.Program | undefined;
  private readonly options: ts.CompilerOptions;

  constructor(options: ts.CompilerOptions = {}) {
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
    return {
      ...disk,
      fileExists: (path) => sources.has(path) || disk.fileExists(path),
      directoryExists: (path) => folders.has(path) || (disk.directoryExists?.(path) ?? true),
      readFile: (path) => sources.get(path) ?? disk.readFile(path),
      getSourceFile: (path, target) => {
        const text = sources.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, target);
        if (!this.declarations.has(path)) this.declarations.set(path, disk.getSourceFile(path, target));
        return this.declarations.get(path);
      },
    };
  }
}

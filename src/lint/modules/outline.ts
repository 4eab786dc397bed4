import { mentionsBull } from '../files/mentions';

/**
 * What a source file has to do with others, as far as its text shows it without being parsed: cheap enough for every file
 * of a workspace. Plain data.
 */
export interface Outline {
  /** Whether it has a word of Bull. */
  readonly mentionsBull: boolean;
  /** The specifiers of all that it loads, each once, `stars` among them; not those that only types come from. */
  readonly imports: readonly string[];
  /** Those of `export * from`. */
  readonly stars: readonly string[];
  /** The names that it exports itself, `default` too; null where the text alone does not tell, as in CommonJS. */
  readonly exports: readonly string[] | null;
  /** Whether it also loads modules whose names it computes: `require(join(folder, file))`. */
  readonly loadsComputed: boolean;
}

/** Where a statement of a module may start. */
const STATEMENT = /^[ \t]*(?=(?:im|ex)port\b)/gm;
/** `import { a } from 'b'`, `export * from 'b'`, `import 'b'`: the clause, and what is loaded. */
const STATIC = /(?:im|ex)port\b\s*((?:[^'"`;()=]*\bfrom\b)?)\s*(['"])([^'"\n]+)\2/y;
const DECLARATION =
  /export\s+(?:(?:declare|abstract|async)\s+)*(?:const\s+enum|const|let|var|function\s*\*?|class|enum|namespace)\s*([\w$]+|[{[])/y;
const NAMES = /export\s*(?:\{([^}]*)\}|\*\s*as\s+([\w$]+)|(default)\b)/y;
/** `require('a')`, `import('a')`, also of a text without holes and behind a bundler's comment; or of something else. */
const CALL =
  /(?<![\w$.])(?:require|import)\s*\(\s*(?:\/\*[^*]*\*\/\s*)?(?:(?:(['"])([^'"\n]+)\1|`([^`$\n]+)`)\s*[,)]|(?=[^\s)]))/g;
/** `import type … from`, which loads nothing; `import type from` and `import type, { a } from` do. */
const TYPES = /^type\b(?!\s*(?:,|from\b\s*$))/;

export function outlineOf(text: string): Outline {
  const imports = new Set<string>();
  const stars = new Set<string>();
  const exports = new Set<string>();
  let isEsModule = false;
  let areAllTold = true;
  let loadsComputed = false;
  STATEMENT.lastIndex = 0;
  for (let start = STATEMENT.exec(text); start; start = STATEMENT.exec(text)) {
    const at = STATEMENT.lastIndex;
    STATEMENT.lastIndex = at + 6;
    isEsModule = true;
    const loaded = matchAt(STATIC, at, text);
    const clause = loaded?.[1] ?? '';
    const specifier = loaded?.[3];
    if (specifier !== undefined && !TYPES.test(clause)) {
      imports.add(specifier);
      if (clause.startsWith('*') && text.startsWith('export', at) && !/\sas\s/.test(clause)) stars.add(specifier);
    }
    if (!text.startsWith('export', at)) continue;
    const declared = matchAt(DECLARATION, at, text)?.[1];
    if (declared === '{' || declared === '[') areAllTold = false;
    else if (declared !== undefined) exports.add(declared);
    else for (const name of namesIn(matchAt(NAMES, at, text))) exports.add(name);
  }
  CALL.lastIndex = 0;
  for (let call = CALL.exec(text); call; call = CALL.exec(text)) {
    if (isInComment(text, call.index)) continue;
    const specifier = call[2] ?? call[3];
    if (specifier === undefined) loadsComputed = true;
    else imports.add(specifier);
  }
  return copied({
    mentionsBull: mentionsBull(text),
    imports: [...imports],
    stars: [...stars],
    exports: isEsModule && areAllTold ? [...exports] : null,
    loadsComputed,
  });
}

/** A part that was cut out of a text holds all of that text in memory; what is made anew holds itself. */
function copied(outline: Outline): Outline {
  return JSON.parse(JSON.stringify(outline)) as Outline;
}

/** Whether two outlines say the same. */
export function isSameOutline(a: Outline, b: Outline): boolean {
  const areSame = (some: readonly string[] | null, others: readonly string[] | null): boolean =>
    some?.length === others?.length && !!some?.every((each, i) => each === others?.[i]) === (some !== null);
  return (
    a.mentionsBull === b.mentionsBull &&
    a.loadsComputed === b.loadsComputed &&
    areSame(a.imports, b.imports) &&
    areSame(a.stars, b.stars) &&
    areSame(a.exports, b.exports)
  );
}

function matchAt(pattern: RegExp, at: number, text: string): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The names of `export { a, b as c }`, `export * as d` and `export default`. */
function namesIn(match: RegExpExecArray | null): readonly string[] {
  const [, list, namespace, isDefault] = match ?? [];
  if (list === undefined) return [namespace ?? isDefault ?? []].flat();
  return list.split(',').flatMap((item) => /[\w$]+(?=\s*$)/.exec(item)?.[0] ?? []);
}

/** Whether a comment began earlier in the line. */
function isInComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*\/?\*|(?:^|\s)\/\/(?=\s|$)|^\s*\/\//.test(line);
}

import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import type { Finding } from './finding';
import type { Range } from '../syntax/location';
import { oncePerCause } from './once-per-cause';
import type { RuleMeta } from './rule';
import type { LintSettings } from './settings';

/** The id of the finding about a disable comment that hides nothing. */
export const UNUSED_DISABLE = 'unused-disable';

/** No rule that looks for something in the code, but one that people set like the others. */
export const unusedDisable: RuleMeta = {
  id: UNUSED_DISABLE,
  summary: 'A bull-lens-disable comment hides nothing.',
  defaultSeverity: 'hint',
  fixable: true,
};

/** A comment such as `// bull-lens-disable-next-line lock-duration -- jobs are short`. */
interface Disable extends Range {
  /** The rules that it names; empty for all. */
  readonly rules: readonly string[];
  /** Lines that it is for, from 0; the whole file where there is no end. */
  readonly lines: { readonly first: number; readonly last: number };
}

const COMMENT =
  /(?:\/\/|\/\*)\s*bull-lens-disable(?<scope>-next-line|-line)?(?=\s|\*\/|$)(?<rules>[^\n]*?)\s*(?:--[^\n]*?)?(?:\*\/|$)/gm;

/**
 * `findings` by place, without those that a disable comment hides, the first that is left about each cause, and one for
 * each comment that hides none.
 */
export function applyDisables(
  file: ParsedFile,
  findings: readonly Finding[],
  settings: LintSettings,
): readonly Finding[] {
  const disables = disablesIn(file);
  const used = new Set<Disable>();
  const shown = findings.filter((finding) => {
    const hiding = disables.filter((disable) => hides(disable, finding, file));
    for (const disable of hiding) used.add(disable);
    return hiding.length === 0;
  });
  const severity = settings.severities[UNUSED_DISABLE] ?? unusedDisable.defaultSeverity;
  const unused = disables.filter(
    // A rule that is off may have had something to hide.
    (each) => severity !== 'off' && !used.has(each) && each.rules.every((id) => settings.severities[id] !== 'off'),
  );
  return [
    ...oncePerCause(shown),
    ...unused.map((disable) => unusedFinding(disable, file, severity === 'off' ? 'hint' : severity)),
  ].sort(byPlace);
}

/** Whether a comment hides what `rule` says at `start`: a fix for many places leaves such a one alone. */
export function isDisabled(rule: string, start: number, file: ParsedFile): boolean {
  return disablesIn(file).some((disable) => hides(disable, { rule, start }, file));
}

function disablesIn({ ast, text }: ParsedFile): readonly Disable[] {
  if (!text.includes('bull-lens-disable')) return [];
  return [...text.matchAll(COMMENT)]
    .filter((match) => isComment(ast, match.index))
    .map((match) => {
      const line = ast.getLineAndCharacterOfPosition(match.index).line;
      const scope = match.groups?.scope;
      const first = scope === '-next-line' ? line + 1 : scope === '-line' ? line : 0;
      const last = scope === undefined ? Infinity : first;
      const rules = (match.groups?.rules ?? '').split(/[\s,]+/).filter((id) => id !== '');
      return { start: match.index, end: match.index + match[0].length, rules, lines: { first, last } };
    });
}

/** Whether what looks like a comment is one, and no part of a string. */
function isComment(ast: ParsedFile['ast'], position: number): boolean {
  let at: typescript.Node = ast;
  for (let inner: typescript.Node | undefined = ast; inner;) {
    at = inner;
    inner = ts.forEachChild(at, (child) =>
      child.getStart(ast) <= position && position < child.end ? child : undefined,
    );
  }
  return !ts.isLiteralExpression(at) && !ts.isTemplateLiteralToken(at) && !ts.isJsxText(at);
}

function hides(disable: Disable, finding: Pick<Finding, 'rule' | 'start'>, { ast }: ParsedFile): boolean {
  if (disable.rules.length > 0 && !disable.rules.includes(finding.rule)) return false;
  const { line } = ast.getLineAndCharacterOfPosition(finding.start);
  return disable.lines.first <= line && line <= disable.lines.last;
}

function unusedFinding(disable: Disable, file: ParsedFile, severity: Finding['severity']): Finding {
  const { start, end } = disable;
  const what = disable.rules.length ? disable.rules.map((id) => `\`${id}\``).join(', ') : 'any rule';
  return {
    rule: UNUSED_DISABLE,
    file: file.path,
    start,
    end,
    message: `This comment hides nothing: there is no finding of ${what} here.`,
    severity,
    related: [],
    cause: { file: file.path, start, end },
    about: [{ file: file.path, start, end }],
    unnecessary: true,
    fixes: () => [
      {
        title: 'Remove the comment that hides nothing',
        isPreferred: true,
        edits: [{ file: file.path, ...removal(disable, file), newText: '' }],
        newFiles: [],
      },
    ],
  };
}

/** The comment, with its line when there is nothing else on it. */
function removal({ start, end }: Range, { text }: ParsedFile): Range {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isAlone = text.slice(lineStart, start).trim() === '' && /^[^\S\n]*(\n|$)/.test(text.slice(end));
  if (!isAlone) return { start: start - (/[^\S\n]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0), end };
  const lineEnd = text.indexOf('\n', end);
  return { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1 };
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end || a.rule.localeCompare(b.rule);
}

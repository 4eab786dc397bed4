import { normalize } from 'node:path';
import type { Fix } from '../../lint';
import { countsOf, type FileReport, type Message } from '../report';
import type { Format } from './format';

/**
 * The shape of ESLint's JSON formatter, read by its tools. ESLint knows two severities: what is neither error (2) nor
 * warning is 1 as well, but not counted as a warning; `level` has our own word for it. `whyNoFix` is ours too.
 * @see https://eslint.org/docs/latest/use/formatters/#json
 */
export const json: Format = (reports) => `${JSON.stringify(reports.map(result))}\n`;

function result(report: FileReport) {
  const { errors, warnings, fixableErrors, fixableWarnings } = countsOf([report]);
  return {
    filePath: normalize(report.path),
    messages: report.messages.map((each) => message(each, report)),
    suppressedMessages: [],
    errorCount: errors,
    fatalErrorCount: 0,
    warningCount: warnings,
    fixableErrorCount: fixableErrors,
    fixableWarningCount: fixableWarnings,
    ...(report.isFixed ? { output: report.text } : report.messages.length ? { source: report.text } : {}),
    usedDeprecatedRules: [],
  };
}

function message(each: Message, report: FileReport) {
  const { rule, severity, line, column, endLine, endColumn } = each;
  const fix = each.fix && singleEdit(each.fix, report);
  // One that changes several files is told by its name only.
  const suggestions = each.suggestions.map((offered) => {
    const edit = singleEdit(offered, report);
    return { desc: offered.title, ...(edit ? { fix: edit } : {}) };
  });
  return {
    ruleId: rule,
    severity: severity === 'error' ? 2 : 1,
    level: severity,
    message: each.message,
    line,
    column,
    endLine,
    endColumn,
    ...(fix ? { fix } : {}),
    ...(suggestions.length > 0 ? { suggestions } : {}),
    ...(each.whyNoFix !== null ? { suggestions: [], whyNoFix: each.whyNoFix } : {}),
  };
}

/** A fix as ESLint writes one: one range of this file, from the first edit to the last. Null where it reaches further. */
function singleEdit({ edits, newFiles }: Fix, { path, text }: FileReport) {
  const inOrder = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (!first || !last || text === null || newFiles.length || edits.some(({ file }) => file !== path)) return null;
  let at = first.start;
  let replaced = '';
  for (const { start, end, newText } of inOrder) {
    replaced += text.slice(at, start) + newText;
    at = end;
  }
  return { range: [first.start, last.end] as const, text: replaced };
}

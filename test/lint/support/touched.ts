import type typescript from 'typescript';
import { SERVERLESS_LIMITER, serverlessSettings } from '../../../src/bull/settings';
import type { Finding } from '../../../src/lint/engine/finding';
import { isNothing } from '../../../src/lint/fixes/bull-arguments';
import type { Range } from '../../../src/lint/syntax/location';
import { ts } from '../../../src/lint/syntax/typescript';
import { unwrap } from '../../../src/lint/syntax/unwrap';
import { lostTokens, tokensOf } from './tokens';

/** Rules whose fixes add to code, and write over nothing but what `WRITES` names. */
const ADDS = new Set(['shared-connections', 'shared-client-options', 'tls-dropped']);

/** Properties that the fixes of a rule write over, wherever they stand. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  'lock-renew-time': ['lockRenewTime'],
  'shared-client-options': ['maxRetriesPerRequest', 'enableReadyCheck'],
  'shared-connections': ['createClient'],
  'tls-dropped': ['tls'],
  'lock-duration': [...Object.keys(serverlessSettings(1)), ...Object.keys(SERVERLESS_LIMITER)],
};

/** Words, literals and comments of the person's that a fix lost though they are outside of what its finding is about. */
export function lostBesides(finding: Finding, path: string, before: string, after: string): readonly string[] {
  const touched = touchedBy(finding, path, before).map(({ start, end }) => before.slice(start, end));
  return lostTokens(path, before, after).filter((token) => {
    const inTouched = touched.reduce((sum, code) => sum + (tokensOf(path, code).get(token) ?? 0), 0);
    const count = (text: string): number => tokensOf(path, text).get(token) ?? 0;
    return count(before) - count(after) > inTouched;
  });
}

function touchedBy(finding: Finding, path: string, text: string): readonly Range[] {
  const named = propertiesNamed(WRITES[finding.rule] ?? [], path, text);
  if (ADDS.has(finding.rule)) return named;
  const own = [finding.cause, { file: finding.file, start: finding.start, end: finding.end }];
  const inFile = own.filter(({ file }) => file === path);
  return [
    ...named,
    ...inFile,
    ...(finding.rule === 'ignored-option' ? inFile.flatMap((at) => around(at, path, text)) : []),
  ];
}

/** What is left of an object or a call when what an option stood in goes too: the name and the cast of `redis`, `null`. */
function around(at: Range, path: string, text: string): readonly Range[] {
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  let found: readonly Range[] = [];
  const visit = (node: typescript.Node): void => {
    if (node.pos > at.start || node.end < at.end) return;
    if (ts.isPropertyAssignment(node) && node.getStart() < at.start) {
      const object = unwrap(node.initializer);
      if (ts.isObjectLiteralExpression(object) && object.properties.length === 1) {
        found = [
          { start: node.getStart(), end: object.getStart() },
          { start: object.end, end: node.end },
        ];
      }
    }
    for (const argument of ts.isNewExpression(node) || ts.isCallExpression(node) ? (node.arguments ?? []) : []) {
      if (isNothing(argument)) found = [{ start: argument.getStart(), end: argument.end }];
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

function propertiesNamed(names: readonly string[], path: string, text: string): readonly Range[] {
  const found: Range[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isPropertyAssignment(node) && names.includes(node.name.getText())) {
      found.push({ start: node.getStart(), end: node.end });
    }
    ts.forEachChild(node, visit);
  };
  if (names.length > 0) visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

import assert from 'node:assert/strict';
import { ts } from '../../../src/lint/syntax/typescript';
import type { Finding, Fix } from '../../../src/lint/engine/finding';
import type { Rule } from '../../../src/lint/engine/rule';
import { rules } from '../../../src/lint/rules';
import type { LintSettings } from '../../../src/lint/engine/settings';
import { applyFix } from './edits';
import { check, countFound, queuesIn, workspaceOf, type Workspace } from './lint';
import { TypeChecker } from './type-check';

type Files = Readonly<Record<string, string>>;

const checker = new TypeChecker();

/**
 * Holds every fix of a rule's findings in the first file of a workspace to the laws of fixes: the result parses,
 * type-checks where the source did, keeps every comment, has one finding less of this rule and none more of another
 * (unless a queue is made where the constructor threw), and is the same when computed twice. After the first fix of each no finding that had one is left.
 *
 * @returns the workspace after the first fix of each finding, one after the other
 */
export function assertFixLaws(rule: Rule, workspace: Workspace, settings: Partial<LintSettings> = {}): Files {
  const files = workspaceOf(workspace);
  const findings = check(rule, files, settings);
  assert.ok(
    findings.some((finding) => finding.fixes().length),
    `${rule.meta.id} offers no fix here`,
  );
  const known = new Set(checker.errorsIn(files));
  for (const finding of findings) {
    const fixes = finding.fixes();
    assert.deepEqual(finding.fixes(), fixes, 'A fix is the same when it is asked for twice');
    assert.ok(fixes.filter((fix) => fix.isPreferred).length <= 1, 'A finding has at most one preferred fix');
    for (const fix of fixes) assertOneFix(rule, { files, finding, fix, known }, settings);
  }
  return afterAllFixes(rule, files, settings);
}

interface Trial {
  readonly files: Files;
  readonly finding: Finding;
  readonly fix: Fix;
  /** What the compiler says of the files before the fix. */
  readonly known: ReadonlySet<string>;
}

function assertOneFix(
  rule: Rule,
  { files: before, finding, fix, known }: Trial,
  settings: Partial<LintSettings>,
): void {
  const after = applyFix(before, fix);
  const errors = checker.errorsIn(after).filter((error) => !known.has(error));
  assert.deepEqual(errors, [], `“${fix.title}” breaks the code:\n${changed(before, after)}`);

  const lost = commentsIn(before).filter((comment) => !commentsIn(after).includes(comment));
  assert.deepEqual(lost, [], `“${fix.title}” loses a comment:\n${changed(before, after)}`);

  // Counted before the engine leaves out what has a cause that is told already.
  const [found, left] = [before, after].map((each) => countFound(rule, each, settings));
  assert.ok(left! < found!, `“${fix.title}” leaves “${finding.message}”:\n${changed(before, after)}`);
  // Where code that threw makes a queue now, the other rules have something to speak of.
  if (queuesIn(after) > queuesIn(before)) return;
  for (const other of rules.filter(({ meta }) => meta.id !== rule.meta.id)) {
    const [had, has] = [before, after].map((each) => check(other, each, settings));
    assert.ok(
      has!.length <= had!.length,
      `“${fix.title}” brings “${has!.at(-1)?.message}”:\n${changed(before, after)}`,
    );
  }
}

function afterAllFixes(rule: Rule, before: Files, settings: Partial<LintSettings>): Files {
  let files = before;
  for (let round = countFound(rule, before, settings); round >= 0; round--) {
    const [fix] = check(rule, files, settings).flatMap((finding) => finding.fixes());
    if (!fix) return files;
    files = applyFix(files, fix);
  }
  return assert.fail(`The fixes of ${rule.meta.id} come to no end:\n${changed(before, files)}`);
}

function changed(before: Files, after: Files): string {
  return Object.keys(after)
    .filter((file) => after[file] !== before[file])
    .map((file) => `--- ${file}\n${after[file]}`)
    .join('\n');
}

function commentsIn(files: Files): readonly string[] {
  return Object.entries(files)
    .filter(([file]) => /\.[cm]?[jt]sx?$/.test(file))
    .flatMap(([, text]) => {
      const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, text);
      const comments: string[] = [];
      for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
        const isComment =
          token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
        if (isComment) comments.push(scanner.getTokenText());
      }
      return comments;
    });
}

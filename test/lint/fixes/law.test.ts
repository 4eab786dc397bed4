import assert from 'node:assert/strict';
import { fixesTogether, textsAfter } from '../../../src/lint/engine/fix-all';
import type { Finding, Fix } from '../../../src/lint/engine/finding';
import { defaultSettings } from '../../../src/lint/engine/settings';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { rules } from '../../../src/lint/rules';
import { isSource } from '../../../src/workspace/paths';
import { commented, spoilt, withWindowsLineEnds, type Rewrite } from '../support/copies';
import { corpus, indexed, type Case } from '../support/corpus';
import { isSound } from '../support/tokens';
import { lostBesides } from '../support/touched';
import { TypeChecker } from '../support/type-check';

const COPIES: readonly (readonly [string, Rewrite])[] = [
  ['as it is', (_path, text) => [text]],
  ['with comments everywhere', commented],
  ['with Windows line ends', withWindowsLineEnds],
  ['spoilt', spoilt],
];

/** Every fix of every finding of the corpus, and of copies of it as other people would have written it. */
describe('a law for all fixes', function () {
  this.timeout(300_000);
  const cases = corpus();

  for (const [what, rewrite] of COPIES) {
    it(`keeps code sound, and every word and comment that it is not about: the corpus ${what}`, () => {
      const broken = cases.flatMap((each) => copiesOf(each, rewrite).flatMap((copy) => judge(each.name, copy)));
      assert.deepEqual(broken, []);
    });
  }

  const checker = new TypeChecker();

  // A comment or a line end has no type.
  for (const [what, rewrite] of COPIES.filter(
    ([, rewrite]) => rewrite !== commented && rewrite !== withWindowsLineEnds,
  )) {
    it(`leaves types right that were, each fix of the menu: the corpus ${what}`, () => {
      const broken = cases.flatMap((each) =>
        copiesOf(each, rewrite).flatMap((copy) =>
          typeFaultsOf(copy, checker, rewrite === spoilt).map((fault) => `${each.name}: ${fault}`),
        ),
      );
      assert.deepEqual(broken, []);
    });
  }

  it('makes --fix leave types right that were', () => {
    const broken = cases.flatMap(({ name, files }) => {
      const fixed = files.paths.some((path) => /\.[cm]?tsx?$/.test(path)) ? afterFix(files) : files;
      if (fixed === files) return [];
      const known = new Set(checker.errorsIn(textsIn(files)));
      return checker.errorsIn(textsIn(fixed)).flatMap((error) => (known.has(error) ? [] : [`${name}/${error}`]));
    });
    assert.deepEqual(broken, []);
  });
});

/** What `--fix` makes of the files. */
function afterFix(files: MemoryFiles): MemoryFiles {
  const target = { read: (path: string) => files.read(path), isWritable: () => true };
  const { linter, paths } = indexed(files, rules);
  const findings = paths.flatMap((path) => linter.lint(path, defaultSettings).findings);
  const texts = textsAfter(fixesTogether(findings, target), target.read);
  if (texts.size === 0) return files;
  return afterFix(new MemoryFiles({ ...textsIn(files), ...Object.fromEntries(texts) }));
}

function textsIn(files: MemoryFiles): Readonly<Record<string, string>> {
  return Object.fromEntries(files.paths.map((path) => [path, files.read(path) ?? '']));
}

/** The files of a case, rewritten: all of them together where there is one way to, else one after the other. */
function copiesOf({ files }: Case, rewrite: Rewrite): readonly MemoryFiles[] {
  const texts = textsIn(files);
  const ways = files.paths.filter(isSource).map((path) => [path, rewrite(path, texts[path]!)] as const);
  if (ways.every(([, copies]) => copies.length <= 1)) {
    const all = ways.flatMap(([path, copies]) => copies.map((copy) => [path, copy] as const));
    return [new MemoryFiles({ ...texts, ...Object.fromEntries(all) })];
  }
  return ways.flatMap(([path, copies]) => copies.map((copy) => new MemoryFiles({ ...texts, [path]: copy })));
}

function judge(name: string, files: MemoryFiles): readonly string[] {
  const { linter, paths } = indexed(files, rules);
  return paths
    .flatMap((path) => linter.lint(path, defaultSettings).findings)
    .flatMap((finding) => {
      const fixes = finding.fixes();
      assert.deepEqual(finding.fixes(), fixes, 'A fix is the same when it is asked for twice');
      return fixes.flatMap((fix) => faultsOf(finding, fix, files).map((fault) => `${name}: ${fault}`));
    });
}

/** What the compiler says after a fix that it did not say before; of a copy that it had nothing to say of. */
function typeFaultsOf(files: MemoryFiles, checker: TypeChecker, isCopy: boolean): readonly string[] {
  if (!files.paths.some((path) => /\.[cm]?tsx?$/.test(path))) return [];
  const { linter, paths } = indexed(files, rules);
  const fixes = paths.flatMap((path) =>
    linter.lint(path, defaultSettings).findings.flatMap((finding) => finding.fixes()),
  );
  const results = new Map(
    fixes.map((fix) => {
      const texts = Object.fromEntries(textsAfter([fix], (path) => files.read(path)));
      return [JSON.stringify(texts), { title: fix.title, texts }] as const;
    }),
  );
  if (results.size === 0) return [];
  const known = checker.errorsIn(textsIn(files));
  if (isCopy && known.length > 0) return [];
  return [...results.values()].flatMap(({ title, texts }) => {
    const errors = checker.errorsIn({ ...textsIn(files), ...texts });
    // Code that was wrong may be wrong in other words.
    const fresh = errors.length > known.length ? errors.filter((error) => !known.includes(error)) : [];
    return fresh.map((error) => `“${title}”: ${error} in\n${Object.values(texts).join('\n')}`);
  });
}

function faultsOf(finding: Finding, fix: Fix, files: MemoryFiles): readonly string[] {
  const { rule, file } = finding;
  const read = (path: string): string => files.read(path) ?? '';
  return [...textsAfter([fix], read)].flatMap(([path, text]) => {
    const before = read(path);
    const told = (fault: string): string => `${file}, ${rule}, “${fix.title}”: ${fault} in\n${text}`;
    if (path.endsWith('.json')) return [];
    if (isSound(path, before) && !isSound(path, text)) return [told('does not parse')];
    if (before.includes('\r\n') && /[^\r]\n/.test(text)) return [told('another line end')];
    const lost = lostBesides(finding, path, before, text);
    return lost.length > 0 ? [told(`lost ${lost.join(', ')}`)] : [];
  });
}

import assert from 'node:assert/strict';
import type { Finding, Fix } from '../../../src/lint/engine/finding';
import { textsAfter } from '../../../src/lint/engine/fix-all';
import { defaultSettings } from '../../../src/lint/engine/settings';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { rules } from '../../../src/lint/rules';
import { corpus, indexed, type Case } from '../support/corpus';
import { isSound, lostTokens } from '../support/tokens';

/** The lowest share of these findings that have a fix: many cases are about queues that each request makes anew. */
const REACH = 0.85;

/** What is told once for several queues is told of the next one when the first is right. */
const MOST_QUEUES = 12;

/** Every fix of every finding of the corpus: what holds for one of them by chance does not hold here. */
describe('the fixes of the corpus', function () {
  this.timeout(300_000);
  const all = corpus().flatMap((each) => findingsOf(each.files).map((finding) => ({ ...each, finding })));
  const fixesOf = new Map(all.map(({ finding }) => [finding, finding.fixes()]));
  const tried = all.flatMap((each) => fixesOf.get(each.finding)!.map((fix) => ({ ...each, fix })));

  it(`share connections for at least ${REACH * 100} % of the findings`, () => {
    const rule = (id: string) => all.filter(({ finding }) => finding.rule === id);
    for (const { meta } of rules.filter((each) => each.meta.fixable)) {
      const [found, offered] = [
        rule(meta.id).length,
        rule(meta.id).filter(({ finding }) => fixesOf.get(finding)!.length),
      ];
      console.log(`      ${meta.id}: fixes for ${offered.length} of ${found}`);
    }
    const sharing = rule('shared-connections');
    const reasons = sharing.flatMap(({ name, finding }) => {
      const why = finding.whyNoFix?.();
      return why ? [`${name}/${finding.file}: ${why}`] : [];
    });
    for (const reason of reasons) console.log(`        ${reason}`);
    assert.ok(1 - reasons.length / sharing.length >= REACH, `${reasons.length} of ${sharing.length} have none`);
  });

  it('leave code that parses', () => {
    for (const { name, files, finding, fix } of tried) {
      for (const [path, text] of after(fix, files)) {
        if (path.endsWith('.json')) JSON.parse(text);
        else if (isSound(path, files.read(path) ?? '')) assert.ok(isSound(path, text), told(name, finding, fix, text));
      }
    }
  });

  it('lose no comment, and where they share connections no word at all', () => {
    for (const { name, files, finding, fix } of tried) {
      for (const [path, text] of after(fix, files)) {
        const lost = lostTokens(path, files.read(path) ?? '', text);
        const isSharing = finding.rule === 'shared-connections';
        const kept = isSharing
          ? lost
          : lost.filter((token) => /^\/[/*]/.test(token) && finding.rule !== 'unused-disable');
        assert.deepEqual(kept, [], told(name, finding, fix, text));
      }
    }
  });

  it('are the same when they are asked for twice', () => {
    for (const { finding } of all) assert.deepEqual(finding.fixes(), fixesOf.get(finding));
  });

  it('end the finding', () => {
    for (const { name, files, finding, fix } of tried) {
      const isSame = (other: Finding): boolean =>
        other.rule === finding.rule && other.file === finding.file && other.message === finding.message;
      const had = findingsOf(files).filter(isSame).length;
      let [current, next]: [MemoryFiles, Fix | undefined] = [files, fix];
      for (let round = 0; round < MOST_QUEUES && next; round++) {
        current = new MemoryFiles({ ...textsIn(current), ...Object.fromEntries(after(next, current)) });
        const left = findingsOf(current).filter(isSame);
        next = left.length < had ? undefined : left[0]!.fixes().find(({ title }) => title === fix.title);
      }
      assert.ok(
        findingsOf(current).filter(isSame).length < had,
        told(name, finding, fix, textsIn(current)[finding.file]!),
      );
    }
  });
});

function findingsOf(files: MemoryFiles): readonly Finding[] {
  const { linter, paths } = indexed(files, rules);
  return paths.flatMap((path) => linter.lint(path, defaultSettings).findings);
}

function after(fix: Fix, files: MemoryFiles): ReadonlyMap<string, string> {
  return textsAfter([fix], (path) => files.read(path));
}

function told(name: Case['name'], { rule, file }: Finding, { title }: Fix, text: string): string {
  return `${name}/${file}, ${rule}: “${title}” makes\n${text}`;
}

function textsIn(files: MemoryFiles): Record<string, string> {
  return Object.fromEntries(files.paths.map((path) => [path, files.read(path) ?? '']));
}

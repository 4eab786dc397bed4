import assert from 'node:assert/strict';
import type { Finding, Fix } from '../../../src/lint/engine/finding';
import { textsAfter } from '../../../src/lint/engine/fix-all';
import { defaultSettings } from '../../../src/lint/engine/settings';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { rules } from '../../../src/lint/rules';
import { corpus, indexed, type Case } from '../support/corpus';

/** The lowest share of these findings that have a fix. */
const REACH = 0.9;

/** A queue that each request makes anew is to be made once, of which another rule speaks. */
const MADE_ANEW = 'makes this queue anew';

/** What is told once for several queues is told of the next one when the first is right. */
const MOST_QUEUES = 12;

/** Every fix of every finding of the corpus: what holds for one of them by chance does not hold here. */
describe('the fixes of the corpus', function () {
  this.timeout(300_000);
  const all = corpus().flatMap((each) => findingsOf(each.files).map((finding) => ({ ...each, finding })));
  const fixesOf = new Map(all.map(({ finding }) => [finding, finding.fixes()]));
  const tried = all.flatMap((each) => fixesOf.get(each.finding)!.map((fix) => ({ ...each, fix })));

  it(`share connections for at least ${REACH * 100} % of the queues that are made once`, () => {
    const rule = (id: string) => all.filter(({ finding }) => finding.rule === id);
    for (const { meta } of rules.filter((each) => each.meta.fixable)) {
      const [found, offered] = [
        rule(meta.id).length,
        rule(meta.id).filter(({ finding }) => fixesOf.get(finding)!.length),
      ];
      console.log(`      ${meta.id}: fixes for ${offered.length} of ${found}`);
    }
    const sharing = rule('shared-connections');
    const without = sharing.flatMap(({ name, finding }) => {
      const why = finding.whyNoFix?.()?.replace(/^.*?: /, '');
      return why ? [{ name, why }] : [];
    });
    for (const reason of new Set(without.map(({ why }) => why))) {
      const names = without.filter(({ why }) => why === reason).map(({ name }) => name);
      console.log(`        none for ${names.length}, since ${reason}: ${names.join(', ')}`);
    }
    const unexplained = without.filter(({ why }) => !why.endsWith(MADE_ANEW));
    const madeOnce = sharing.length - without.length + unexplained.length;
    assert.ok(1 - unexplained.length / madeOnce >= REACH, `${unexplained.length} of ${madeOnce} have none`);
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

import assert from 'node:assert/strict';
import { stringIn } from '../../src/lint/values/read';
import { corpus, indexed, lineAt, type Case, type ExpectedConstruction } from './support/corpus';

/** The lowest share of what is labelled that may be found. */
const RECALL = 0.95;

interface Score {
  right: number;
  readonly wrong: string[];
  readonly missed: string[];
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)}%`;
}

function report(what: string, { right, wrong, missed }: Score): void {
  const found = right + wrong.length;
  const labelled = right + missed.length;
  console.log(
    `      ${what}: precision ${percent(right, found)} of ${found}, recall ${percent(right, labelled)} of ${labelled}`,
  );
}

describe('the corpus', () => {
  const cases = corpus();

  it('finds the queues that are there, and none that is not', () => {
    const score: Score = { right: 0, wrong: [], missed: [] };
    for (const each of cases) judgeConstructions(each, score);
    report('constructions', score);
    assert.deepEqual(score.wrong, []);
    assert.ok(score.right / (score.right + score.missed.length) > RECALL, `missed:\n${score.missed.join('\n')}`);
    if (score.missed.length) console.log(`      missed: ${score.missed.join(', ')}`);
  });
});

function judgeConstructions({ name, files, expected }: Case, score: Score): void {
  const { linter, paths } = indexed(files, []);
  const found = paths.flatMap((path) =>
    linter.lint(path).constructions.map((construction) => ({
      file: path,
      line: lineAt(
        files.read(path) ?? '',
        construction.via === 'nest' ? construction.range.start : construction.node.getStart(),
      ),
      name: stringIn(construction.name) ?? null,
    })),
  );
  const place = ({ file, line }: Pick<ExpectedConstruction, 'file' | 'line'>): string => `${name}/${file}:${line}`;
  const places = new Set(found.map(place));
  for (const each of found) {
    const labels = expected.constructions.filter((label) => place(label) === place(each));
    const names = labels.map((label) => label.name ?? null);
    if (labels.length === 0) score.wrong.push(`${place(each)}: no queue`);
    // Null is "nobody can know"; the engine may know from the only call of a factory.
    else if (!names.includes(null) && !names.includes(each.name))
      score.wrong.push(`${place(each)}: ${each.name}, not ${names.join()}`);
  }
  for (const label of expected.constructions) {
    if (label.optional) continue;
    if (places.has(place(label))) score.right++;
    else score.missed.push(place(label));
  }
}

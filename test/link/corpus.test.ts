import assert from 'node:assert/strict';
import { queuesInCode, type SourceFiles } from '../../src/lint';
import type { CodePlace, PlacedQueue } from '../../src/lint-thread/answers';
import { queueIndex } from '../../src/lint-thread/queue-index';
import { CodeQueues } from '../../src/link/code-queues';
import { corpus, indexed, type Case, type ExpectedConstruction } from '../lint/support/corpus';

/** The lowest share of what is labelled that may be found. */
const RECALL = 0.95;

/** Of what is labelled how much is found; what is not is told. */
class Recall {
  private found = 0;
  private readonly missed: string[] = [];

  constructor(private readonly what: string) {}

  judge(isFound: boolean, label: string): void {
    if (isFound) this.found++;
    else this.missed.push(label);
  }

  check(): void {
    const all = this.found + this.missed.length;
    console.log(`      ${this.what}: recall ${((100 * this.found) / all).toFixed(1)}% of ${all}`);
    for (const each of this.missed) console.log(`        missed: ${each}`);
    assert.ok(all > 0 && this.found / all > RECALL, `${this.found} of ${all}`);
  }
}

/** What a window knows of a workspace once all of it is indexed. */
function indexOf(files: Case['files']): CodeQueues {
  const { linter, paths } = indexed(files, []);
  const [first] = paths;
  const queues = (first === undefined ? null : linter.ask(first, queuesInCode)) ?? [];
  return new CodeQueues(queueIndex(queues, [], [], files).queues, true);
}

const isAt =
  ({ file, line }: ExpectedConstruction) =>
  ({ range, ...place }: CodePlace): boolean =>
    place.file === file && range.start.line + 1 <= line && line <= range.end.line + 1;

describe('the index of the queues in code, on the corpus', () => {
  const labelled = corpus().map(({ name, files, expected }) => ({
    name,
    files,
    code: indexOf(files),
    labels: expected.constructions.filter(({ optional }) => !optional),
  }));
  const eachLabel = (
    judge: (label: ExpectedConstruction, made: readonly PlacedQueue[], code: CodeQueues, place: string) => void,
  ) => {
    for (const { name, code, labels } of labelled) {
      for (const label of labels) {
        judge(label, code.all.filter(isAt(label)), code, `${name}/${label.file}:${label.line}`);
      }
    }
  };
  /** The places that a queue of this name leads to, under any prefix that code has for it. */
  const leadingTo = (
    code: CodeQueues,
    name: string,
    find: (ref: { prefix: string; name: string }) => readonly CodePlace[],
  ) => [{ prefix: 'bull', name }, ...code.named.filter((ref) => ref.name === name)].flatMap(find);

  it('has every place that makes queues', () => {
    const recall = new Recall('queues');
    eachLabel((_label, made, _code, place) => recall.judge(made.length > 0, place));
    recall.check();
  });

  it('leads from the name of a queue to the place that makes it', () => {
    const recall = new Recall('queues by their names');
    eachLabel((label, _made, code, place) => {
      const { name } = label;
      if (name != null) recall.judge(leadingTo(code, name, (ref) => code.constructions(ref)).some(isAt(label)), place);
    });
    recall.check();
  });

  for (const [role, of] of [
    ['process', 'processors'],
    ['add', 'producers'],
  ] as const) {
    it(`has the ${of} of each queue that has some`, () => {
      const recall = new Recall(of);
      eachLabel((label, made, _code, place) => {
        if (label.roles?.includes(role))
          recall.judge(
            made.some((queue) => queue[of].length > 0),
            place,
          );
      });
      recall.check();
    });

    it(`has ${of} of no queue that has none`, () => {
      const wrong: string[] = [];
      eachLabel((label, made, _code, place) => {
        const isWrong = label.roles && !label.roles.includes(role) && made.some((queue) => queue[of].length > 0);
        if (isWrong) wrong.push(place);
      });
      assert.deepEqual(wrong, []);
    });
  }

  it('has nothing of what only looks like Bull', () => {
    const wrong = labelled.filter(({ name, code }) => name.startsWith('look-alikes/') && code.all.length > 0);
    assert.deepEqual(
      wrong.map(({ name }) => name),
      [],
    );
  });

  it('has the places where the code does it', () => {
    const wrong = labelled.flatMap(({ name, files, code }) =>
      code.all
        .flatMap(({ producers }) => producers)
        .map((place) => ({ place: `${name}/${place.file}:${place.range.start.line + 1}`, text: textAt(files, place) }))
        .filter(({ text }) => !/\badd(Bulk)?\b/.test(text)),
    );
    assert.deepEqual(wrong, []);
  });
});

function textAt(files: SourceFiles, { file, range: { start, end } }: CodePlace): string {
  const lines = (files.read(file) ?? '').split('\n').slice(start.line, end.line + 1);
  return lines.join('\n');
}

import assert from 'node:assert/strict';
import { Cli } from '../support/cli';
import { median, type BenchOptions, type Row } from './bench';
import { editsOf } from './support/edits';
import { Random } from './support/random';
import { plainModule, queueModule } from './support/sources';
import { threadTime } from './support/thread-time';
import { workspaceModules } from './support/workspace';

const LINES = 1500;
const PATH = 'src/area0/edited.ts';
/** In ms. */
const MOST = { percentile95: 10, plainFile: 0.1 };

/**
 * What the engine takes of its thread for a keystroke in a long file of a workspace with a hundred others: until the
 * findings are there, and the index is true again. What the extension host does meanwhile is in `lint-edit-vscode`.
 */
export default async function lintEdit({ smoke }: BenchOptions): Promise<Row[]> {
  const cli = await Cli.build();
  const { Linter, MemoryFiles, mentionsBull, outlineOf, rules } = cli.loadEngine();
  cli.remove();
  const [others, edits, warmUp] = smoke ? [5, 5, 1] : [100, 300, 30];
  const random = new Random(1500);
  const text = queueModule(random, LINES, 6);
  const files = new MemoryFiles(Object.fromEntries(workspaceModules(others, others)));
  files.write(PATH, text);
  const linter = new Linter(files, rules);
  const sources = files.paths.filter((path) => path.endsWith('.ts'));
  const outlines = new Map(sources.map((path) => [path, outlineOf(files.read(path) ?? '')]));
  linter.index(outlines);
  assert.ok(linter.lint(PATH).findings.length > 0, 'there is something to find');

  const times: number[] = [];
  for (const edited of editsOf(text, warmUp + edits, random)) {
    files.write(PATH, edited);
    const start = threadTime();
    linter.lint(PATH);
    linter.index(outlines.set(PATH, outlineOf(edited)));
    times.push(threadTime() - start);
  }
  const steady = times.slice(warmUp).sort((a, b) => a - b);
  const unrelated = plainModule(random, LINES);
  assert.equal(mentionsBull(unrelated), false);
  const plain = timeOf(() => mentionsBull(unrelated), smoke ? 10 : 2000);
  return [
    row(`a keystroke in a file of ${LINES} lines with 6 queues, median`, median(steady)),
    row('the same, 95th percentile', steady[Math.floor(steady.length * 0.95)]!, MOST.percentile95),
    row(`a keystroke in a file of ${LINES} lines without Bull`, plain, MOST.plainFile),
  ];
}

/** In ms, the mean of many. */
function timeOf(work: () => unknown, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) work();
  return (performance.now() - start) / times;
}

function row(figure: string, ms: number, most?: number): Row {
  const value = `${ms.toFixed(3)} ms`;
  return most === undefined ? { figure, value } : { figure, value, reach: `under ${most} ms`, ok: ms < most };
}

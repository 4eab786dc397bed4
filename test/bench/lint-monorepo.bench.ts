import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Cli } from '../support/cli';
import type { BenchOptions, Row } from './bench';
import { runMeasured, type Measured } from './support/measured-process';
import { packageFolder, writeMonorepo, type MonorepoSize } from './support/monorepo';

const eslint = join(dirname(require.resolve('eslint/package.json')), 'bin', 'eslint.js');
const MOST_TIMES_ITS_PACKAGES = 1.2;
const LEAST_FACTOR = 20;
const MOST_MEMORY = 500_000_000;

/**
 * `bull-lens lint` of a monorepo with barrels and aliases: linear, so the whole costs what its packages cost alone. What
 * starting a process takes is left out of the packages' sum: it is paid once for the whole. All times are the processor's.
 */
export default async function lintMonorepo({ smoke }: BenchOptions): Promise<Row[]> {
  const size: MonorepoSize = smoke
    ? { packages: 4, files: 100, queues: 10 }
    : { packages: 40, files: 20_000, queues: 100 };
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const cli = await Cli.build();
  const lint = (cwd: string): Promise<Measured> => runMeasured(cli.script, ['lint', '--format', 'json'], cwd);
  try {
    writeMonorepo(folder, size);
    const whole = await lint(folder);
    const reports = JSON.parse(whole.stdout) as { messages: { ruleId: string }[] }[];
    const found = reports.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === 'lock-duration');
    assert.equal(found.length, size.queues, 'each queue has the timeout of its jobs against the default lock');

    const start = await lint(emptyPackage(folder));
    let alone = 0;
    for (let i = 0; i < size.packages; i++) {
      alone += (await lint(join(folder, packageFolder(i)))).cpuTime - start.cpuTime;
    }
    const times = (whole.cpuTime - start.cpuTime) / alone;

    const config = join(__dirname, 'support', 'no-op-rule.config.mjs');
    const theirs = await runMeasured(eslint, ['--config', config, '.'], folder);
    assert.equal(theirs.exitCode, 0, theirs.stdout);
    const factor = theirs.cpuTime / whole.cpuTime;
    return [
      {
        figure: `lint ${size.packages} packages with ${size.files.toLocaleString('en')} files and ${size.queues} queues`,
        value: seconds(whole.cpuTime),
        peer: `its packages alone ${seconds(alone)}, and ${seconds(start.cpuTime)} to start`,
        ratio: `${times.toFixed(2)} times`,
        reach: `at most ${MOST_TIMES_ITS_PACKAGES} times`,
        ok: times <= MOST_TIMES_ITS_PACKAGES,
      },
      {
        figure: 'the same, with the start of the process',
        value: seconds(whole.cpuTime),
        peer: `ESLint, one no-op rule ${seconds(theirs.cpuTime)}`,
        ratio: `${factor.toFixed(1)} times faster`,
        reach: `at least ${LEAST_FACTOR} times faster`,
        ok: factor >= LEAST_FACTOR,
      },
      {
        figure: 'its peak memory',
        value: megabytes(whole.peakMemory),
        peer: `ESLint ${megabytes(theirs.peakMemory)}`,
        reach: `under ${megabytes(MOST_MEMORY)}`,
        ok: whole.peakMemory < MOST_MEMORY,
      },
    ];
  } finally {
    cli.remove();
    rmSync(folder, { recursive: true });
  }
}

/** One package outside the monorepo's, with a queue: to lint it is to start the process and to load the engine. */
function emptyPackage(folder: string): string {
  const at = join(folder, 'empty');
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), '{ "name": "empty", "dependencies": { "bull": "^4.16.5" } }');
  writeFileSync(join(at, 'index.ts'), "import Bull from 'bull';\n\nexport const queue = new Bull('one');\n");
  return at;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

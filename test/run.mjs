// npm test: sets up, runs every phase whatever the others did, and ends with one line that counts all tests.
// Plain JavaScript, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './support/setup/setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reporter = ['--', '--reporter', 'test/support/reporter.cjs'];

/**
 * A phase is one npm script. One that counts runs Mocha; the others count as one test each. Those in a list run at the
 * same time: the linter's tests compute, the others mostly wait for Redis.
 */
const phases = [
  [
    { title: 'Type check', script: ['typecheck'] },
    { title: 'Lint', script: ['lint'] },
    { title: 'Build', script: ['build'] },
  ],
  [
    { title: 'Tests outside VS Code, of the linter', script: ['test:linter', ...reporter], counts: true },
    { title: 'Tests outside VS Code, of all else', script: ['test:unit', ...reporter], counts: true },
  ],
  { title: 'Tests inside the extension host', script: ['test:host'], counts: true },
  {
    title: 'Tests inside the extension host, with several folders',
    script: ['test:host', '--', '--suite', 'folders'],
    counts: true,
  },
  {
    title: 'Tests inside the extension host, with a virtual workspace',
    script: ['test:host', '--', '--suite', 'virtual'],
    counts: true,
  },
  { title: 'End to end, with the packaged extension', script: ['test:e2e', ...reporter], counts: true },
];
/** ms; a phase that takes longer hangs. */
const timeLimit = 15 * 60_000;

async function main() {
  try {
    await setUp();
  } catch (error) {
    console.error(error.message);
    return [{ title: 'Set-up', passed: 0, failed: 1, skipped: 0, seconds: 0 }];
  }
  const results = [];
  for (const phase of phases) {
    if (Array.isArray(phase))
      results.push(...(await Promise.all(phase.map((each) => runPhase(each, { buffered: true })))));
    else results.push(await runPhase(phase));
  }
  return results;
}

/** `buffered`: what it prints is shown when it has ended, since others print meanwhile. */
async function runPhase({ title, script, counts }, { buffered = false } = {}) {
  const heading = `\n=== ${title} (npm run ${script[0]})`;
  if (!buffered) console.log(heading);
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-counts-'));
  const countsFile = join(folder, 'counts.json');
  const { ending, output } = await runScript(script, { ...process.env, BULL_LENS_TEST_COUNTS: countsFile }, buffered);
  if (buffered) console.log(`${heading}\n${output}`);
  const result = counts ? readCounts(countsFile) : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true });
  if (ending === 'hung' || (ending === 'failed' && result.failed === 0)) result.failed += 1;
  if (ending === 'succeeded' && !counts) result.passed = 1;
  return { title, ...result, seconds: Math.round((Date.now() - started) / 1000) };
}

/**
 * Runs an npm script, in a process group, so that all of it can be ended. `ending` is succeeded, failed or hung;
 * `output` is what it printed, where that is buffered.
 */
async function runScript(script, env, buffered) {
  const child = spawn('npm', ['run', '--silent', ...script], {
    cwd: root,
    env,
    detached: true,
    stdio: buffered ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of it has ended.
    }
  };
  const interrupted = () => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    console.error(`${script[0]} was ended after ${timeLimit / 60_000} minutes`);
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 5_000).unref();
  }, timeLimit);
  const [code] = await once(child, buffered ? 'close' : 'exit');
  clearTimeout(timer);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return { ending: hung ? 'hung' : code === 0 ? 'succeeded' : 'failed', output };
}

/** What Mocha's reporter left; zeros where Mocha ended before the first test. */
function readCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  return JSON.parse(readFileSync(file, 'utf8'));
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const results = await main();
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };

console.log('');
for (const result of results) {
  console.log(`${result.title.padEnd(58)}${summary(result).padEnd(34)}${result.seconds} s`);
}
console.log(`\n${summary(total)}`);
process.exit(total.failed > 0 ? 1 : 0);

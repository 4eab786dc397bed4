import assert from 'node:assert/strict';
import { findConstructions } from '../../src/lint/constructions/find';
import { isSourcePath } from '../../src/lint/syntax/parsed-file';
import { MemoryFiles } from '../../src/lint/files/memory-files';
import { LONGEST_TEXT, Project, ProjectCache } from '../../src/lint/files/project';
import { Snapshot } from '../../src/lint/files/snapshot';
import type { SourceFiles } from '../../src/lint/files/source-files';
import { FileFacts } from '../../src/lint/engine/file-facts';
import { Linter } from '../../src/lint/engine/linter';
import { defaultSettings } from '../../src/lint/engine/settings';
import { Workspace } from '../../src/lint/queue/workspace';
import { rules } from '../../src/lint/rules';
import { corpus } from './support/corpus';
import { DiskFiles, filesBelow } from './support/disk';
import { mutations } from './support/mutations';

/** What one file may take, in ms of the processor, so that a busy machine does not count. */
const LIMIT = 1000;

/** Failures of the engine, and how long it takes. */
class Trial {
  readonly failures: string[] = [];
  readonly slow: string[] = [];
  count = 0;
  longest = 0;
  slowest = '';

  run(what: string, lint: () => void): void {
    this.count++;
    const took = this.attempt(what, lint);
    // Once more, for the compiler and the garbage collector of Node.js count too.
    if (took > LIMIT && this.attempt(what, lint) > LIMIT) this.slow.push(`${what}: ${Math.round(took)} ms`);
    else if (took > this.longest) [this.longest, this.slowest] = [Math.min(took, LIMIT), what];
  }

  private attempt(what: string, lint: () => void): number {
    const start = process.cpuUsage();
    try {
      lint();
    } catch (error) {
      this.failures.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  }

  judge(): void {
    console.log(`      ${this.count} files, the slowest in ${Math.round(this.longest)} ms (${this.slowest})`);
    assert.deepEqual(this.failures, []);
    assert.deepEqual(this.slow, []);
  }
}

/** Everything that the engine does with a file, with nothing that hides a failure of it. */
function lintOpenly(path: string, files: SourceFiles): void {
  const facts = FileFacts.read(path, new Project(new Snapshot(files), new ProjectCache()));
  if (!facts) return assert.ok((files.read(path) ?? '').length > LONGEST_TEXT, 'not parsed');
  const constructions = findConstructions(facts.file, facts.evaluator, null);
  const { file, project, evaluator } = facts;
  const settings = { ...defaultSettings, defaultJobBudget: '60s', showUnknown: true };
  const workspace = new Workspace({
    ...{
      constructions,
      uses: facts.uses,
      files: [path],
      isComplete: false,
      imports: null,
      entries: null,
      callersOf: () => [],
      extensionsOf: () => [],
      filesHandingOn: () => [],
    },
    ...{ project, evaluator, assumptions: settings },
  });
  const { queues } = workspace;
  for (const rule of rules) {
    for (const finding of rule.check({ file, queues, settings, evaluator, project, workspace })) finding.fixes?.();
  }
}

describe('no input crashes or hangs the engine', function () {
  this.timeout(600_000);

  it('every JavaScript and TypeScript file of node_modules', () => {
    const trial = new Trial();
    const disk = new DiskFiles();
    for (const path of filesBelow('node_modules').filter(isSourcePath)) trial.run(path, () => lintOpenly(path, disk));
    trial.judge();
  });

  it('every fixture, cut at each 50th character', () => {
    const trial = new Trial();
    for (const { name, path, text, files } of fixtures()) {
      for (let length = 0; length < text.length; length += 50) {
        files.write(path, text.slice(0, length));
        trial.run(`${name}/${path} up to ${length}`, () => lintOpenly(path, files));
      }
      files.write(path, text);
    }
    trial.judge();
  });

  it('every fixture, mutated', () => {
    const trial = new Trial();
    for (const { name, path, text, files } of fixtures()) {
      for (const [i, mutated] of mutations(text, 8).entries()) {
        files.write(path, mutated);
        trial.run(`${name}/${path} mutation ${i}`, () => lintOpenly(path, files));
      }
      files.write(path, text);
    }
    trial.judge();
  });

  it('code that is nested deeper than any call stack, or too long', () => {
    const trial = new Trial();
    const deep = 20_000;
    const inputs = {
      brackets: `import Bull from 'bull'; new Bull('x', ${'['.repeat(deep)}${']'.repeat(deep)});`,
      sums: `import Bull from 'bull'; new Bull('x', { settings: { lockDuration: ${'1 + '.repeat(deep)}1 } });`,
      calls: `import Bull from 'bull'; new Bull('x', ${'f('.repeat(deep)}${')'.repeat(deep)});`,
      spreads: `import Bull from 'bull'; ${chain(300)} new Bull('x', o300);`,
      branches: `import Bull from 'bull'; ${branching(40)} new Bull('x', f40());`,
      keys: `import Bull from 'bull'; new Bull('x', { ${'a: 1, '.repeat(deep)} });`,
      recursion: `import Bull from 'bull'; const f = (n) => f(n + 1) || g(n); const g = (n) => f(n) ?? f(n + 2); new Bull('x', f(0));`,
    };
    for (const [name, text] of Object.entries(inputs)) {
      const linter = new Linter(new MemoryFiles({ 'queue.js': text }), rules);
      trial.run(name, () => void linter.lint('queue.js'));
    }
    trial.judge();
  });
});

function* fixtures(): Iterable<{ name: string; path: string; text: string; files: MemoryFiles }> {
  for (const { name, files } of corpus()) {
    for (const path of files.paths.filter(isSourcePath)) yield { name, path, text: files.read(path) ?? '', files };
  }
}

/** `const o1 = { ...o0, ...o0 }; const o2 = …`: doubles at each step for who evaluates it anew. */
function chain(length: number): string {
  return [
    'const o0 = { a: 1 };',
    ...steps(length).map((i) => `const o${i} = { ...o${i - 1}, ...o${i - 1}, b${i}: 1 };`),
  ].join('\n');
}

/** Functions that each call the one before twice, under conditions that are not known. */
function branching(length: number): string {
  return [
    'function f0() { return { a: x }; }',
    ...steps(length).map((i) => `function f${i}() { return y${i} ? f${i - 1}() : f${i - 1}(); }`),
  ].join('\n');
}

function steps(length: number): readonly number[] {
  return Array.from({ length }, (_, i) => i + 1);
}

import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check } from '../support/lint';

const BULL = `import Bull from 'bull';\nconst names = ['a', 'b', 'c'];\nconst url = process.env.REDIS_URL;\n`;

/** What the process of the file is said to open. */
function told(code: string): string {
  const message = check(sharedConnections, `${BULL}${code}\n`)[0]?.message ?? '';
  return /loads \d+ queues: (.*)\.$/.exec(message)?.[1]?.replace(' through createClient', '') ?? message;
}

describe('how many connections several queues of one place open', () => {
  const map = `names.map((name) => new Bull(name))`;
  const three = '9 connections, 5 when they share';
  const upToThree = 'up to 9 connections, up to 5 when they share';
  const cases: Readonly<Record<string, readonly [code: string, sum: string]>> = {
    'all process, one after the other': [`${map}.forEach((queue) => queue.process(run));`, three],
    'all process, in a loop': [`const queues = ${map};\nfor (const queue of queues) queue.process(run);`, three],
    'all process, out of a spread': [
      `const queues = [...${map}];\nqueues.forEach((queue) => queue.process(run));`,
      three,
    ],
    'those process that are pushed into a list, of which it is not seen how many': [
      `const queues: any[] = [];\nnames.forEach((name) => queues.push(new Bull(name)));\nqueues.forEach((queue) => queue.process(run));`,
      upToThree,
    ],
    'all process, by the names of an object': [
      `const queues = Object.fromEntries(names.map((name) => [name, new Bull(name)]));\nObject.values(queues).forEach((queue) => queue.process(run));`,
      three,
    ],
    'all process, in a method of the object that holds them': [
      `const all = {\n  queues: names.map((name) => ({ bull: new Bull(name) })),\n  start() { return this.queues.forEach((queue) => queue.bull.process(run)); },\n};\nall.start();`,
      three,
    ],
    'all process, where they are made': [
      `names.forEach((name) => {\n  const queue = new Bull(name);\n  queue.process(run);\n});`,
      three,
    ],
    'all process, each by its name': [
      `const make = (name: string) => new Bull(name);\nmake('a').process(run); make('b').process(run);`,
      '6 connections, 4 when they share',
    ],
    'one of two processes': [
      `const make = (name: string) => new Bull(name);\nmake('a').process(run); make('b').add({});`,
      'up to 6 connections, up to 4 when they share',
    ],
    'one of a list processes': [`const [first] = ${map};\nfirst.process(run);`, upToThree],
    'one that is looked for processes': [
      `const queues = ${map};\nqueues.find((queue) => queue.name === 'a').process(run);`,
      upToThree,
    ],
    'those that are filtered process': [
      `${map}.filter((queue) => queue.name !== 'a').forEach((queue) => queue.process(run));`,
      upToThree,
    ],
    'those that a condition lets through process': [
      `${map}.forEach((queue) => { if (queue.name === 'a') queue.process(run); });`,
      upToThree,
    ],
    'those that have a handler process': [
      `const make = (name: string, run?: any) => {\n  const queue = new Bull(name);\n  if (!run) return queue;\n  queue.process(run);\n  return queue;\n};\nmake('a', handle); make('b'); make('c');`,
      upToThree,
    ],
    'all process, in the constructor of a class that holds one': [
      `class Jobs {\n  queue;\n  constructor(name: string) {\n    this.queue = new Bull(name);\n    this.queue.process(run);\n  }\n}\nnew Jobs('a'); new Jobs('b'); new Jobs('c');`,
      three,
    ],
    'those process whose method is called': [
      `class Jobs {\n  queue;\n  constructor(name: string) { this.queue = new Bull(name); }\n  start() { this.queue.process(run); }\n}\nnew Jobs('a').start(); new Jobs('b'); new Jobs('c');`,
      upToThree,
    ],
    'none processes': [`${map}.forEach((queue) => queue.add({}));`, '3 connections, 1 when they share'],
    'one of two processes, on a condition': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nif (process.env.WORKER) a.process(run);`,
      'up to 4 connections, up to 3 when they share',
    ],
    'one of two processes, unless its function leaves before': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nfunction start() {\n  if (!process.env.WORKER) return;\n  a.process(run);\n}\nstart();`,
      'up to 4 connections, up to 3 when they share',
    ],
    'one of two processes, on a condition and without': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nif (process.env.MORE) a.process('more', run);\na.process(run);`,
      '4 connections, 3 when they share',
    ],
    'two databases have nothing to share': [
      `const a = new Bull('a', 'redis://one:6379'); const b = new Bull('b', 'redis://two:6379');\na.add({}); b.add({});`,
      'These 2 queues open Redis connections of their own.',
    ],
  };
  for (const [what, [code, sum]] of Object.entries(cases)) it(what, () => assert.equal(told(code), sum));
});

import assert from 'node:assert/strict';
import { Linter, MemoryFiles, processesInCode } from '../../../src/lint';
import { outlinesOf } from '../support/outlines';

describe('the processes of the code', () => {
  it('are told with the connections that they open, the one that opens the most first', () => {
    const names = Array.from({ length: 11 }, (_, i) => `q${i}`);
    const files = new MemoryFiles({
      'package.json': '{ "dependencies": { "bull": "^4.16.5" } }',
      'queues.ts': `import Bull from 'bull';\n${names.map((name) => `export const ${name} = new Bull('${name}', process.env.REDIS_URL);`).join('\n')}`,
      'worker.ts': `import * as queues from './queues';\n${names.map((name) => `queues.${name}.process(async () => {});`).join('\n')}`,
      'api.ts': `import { q0 } from './queues';\nq0.add({});`,
      'abandoned.ts': `import { q0 } from './queues';\nexport const send = () => q0.add({});`,
    });
    const linter = new Linter(files, []);
    linter.index(outlinesOf(files));
    const told = linter
      .ask('queues.ts', processesInCode)
      ?.map(({ entry, queues, own, shared }) => ({ entry, queues, own, shared }));
    assert.deepEqual(told?.[0], { entry: 'worker.ts', queues: 11, own: 33, shared: 13 });
    assert.deepEqual(
      told.slice(1).map(({ entry }) => entry),
      ['api.ts'],
    );
  });
});

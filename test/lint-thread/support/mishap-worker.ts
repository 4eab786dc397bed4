// The linter's thread with rules that end it, or never end, on code that asks for it.
import { parentPort, workerData } from 'node:worker_threads';
import { rules, type Rule } from '../../../src/lint';
import { serve, type ThreadData } from '../../../src/lint-thread/serve';

const mishap: Rule = {
  meta: { id: 'mishap', summary: '', defaultSeverity: 'warning', fixable: false },
  check({ file: { text } }) {
    if (text.includes('// crash')) setImmediate(() => process.exit(3));
    while (text.includes('// loop'));
    return [];
  },
};

if (parentPort) serve(parentPort, workerData as ThreadData, [...rules, mishap]);

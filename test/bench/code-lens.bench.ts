import { waitFor } from '../support/wait-for';
import type { BenchOptions, Row } from './bench';
import { costOfEvents } from './support/cost-of-events';

/** 50 queues whose constructions are on the screen, with 2,000 events a second: what the lines above them cost. */
export default async function codeLens(options: BenchOptions): Promise<Row[]> {
  const queues = Array.from({ length: 50 }, (_, i) => `queue${i}`);
  const made = queues.map((name) => `export const ${name} = new Bull('${name}', process.env.REDIS_URL);\n`);
  return costOfEvents(
    {
      queues,
      files: {
        'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
        'queues.ts': `import Bull from 'bull';\n\n${made.join('')}`,
      },
      size: { width: 1_280, height: 2_600 },
      async show(window, isOurs) {
        await window.openFile('queues.ts');
        if (!isOurs) return;
        const shown = async () => (await window.editor.codeLenses()).filter((text) => text.includes('waiting')).length;
        await waitFor(async () => (await shown()) === queues.length, { timeout: 60_000, message: '50 lines' });
      },
    },
    options,
  );
}

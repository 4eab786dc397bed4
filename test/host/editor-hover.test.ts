import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../support/wait-for';
import { clean, open, write } from './workspace';

const code = `import Bull from 'bull';
import Redis from 'ioredis';
import { limiter } from './limits';

// @jobBudget 60s
export const mail = new Bull('mail', {
  limiter,
  settings: { lockDuration: 30000, 'drainDelay': 5 },
  createClient(type) {
    switch (type) {
      case 'client':
        return new Redis();
      default:
        return new Redis({ maxRetriesPerRequest: null, enableReadyCheck: false });
    }
  },
});
mail.process(async () => undefined);
`;

describe('hovers', () => {
  before(async function () {
    // A hover waits for every provider, TypeScript's server among them, which may have to start first.
    this.timeout(90_000);
    await write({
      'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
      'mail.ts': code,
      'limits.ts': '// For bull.\nexport const limiter = { max: 10, duration: 5000 };\n',
      'plain.ts': 'export const settings = { lockDuration: 30000 }; // of no bull\n',
    });
    await waitFor(() => hover('mail.ts', 'drainDelay'), { timeout: 80_000 });
  });
  after(clean);

  /** What Bull Lens says at the first occurrence of a text (TypeScript speaks too); empty where it says nothing. */
  const hover = async (path: string, text: string): Promise<string> => {
    const { document } = await open(path);
    const position = document.positionAt(document.getText().indexOf(text));
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const texts = hovers.map(({ contents }) =>
      contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n'),
    );
    return texts.find((text) => text.startsWith("Bull's ")) ?? '';
  };

  it('say what an option does, its unit and its default', async () => {
    const text = await waitFor(() => hover('mail.ts', 'drainDelay'));
    assert.match(text, /settings\.drainDelay.*seconds.*default `5`/);
    assert.match(text, /waits for a job/);
  });

  it('draw the lock against the job budget', async () => {
    const text = await waitFor(() => hover('mail.ts', 'lockDuration'));
    assert.match(text, /^job +━+ +60 s \(@jobBudget\)$/m);
    assert.match(text, /^lock +━+ +30 s$/m);
    assert.match(text, /^renewals +[▴ ]+every 15 s$/m);
  });

  it('say what a client type is for', async () => {
    assert.match(await waitFor(() => hover('mail.ts', "client':")), /connection `client`/);
  });

  it('speak in the file that the options come from', async () => {
    assert.match(await waitFor(() => hover('limits.ts', 'duration')), /limiter\.duration.*milliseconds/);
  });

  it('are silent about the same word elsewhere', async () => {
    assert.equal(await hover('plain.ts', 'lockDuration'), '');
  });
});

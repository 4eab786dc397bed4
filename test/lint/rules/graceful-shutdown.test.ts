import assert from 'node:assert/strict';
import { gracefulShutdown } from '../../../src/lint/rules/graceful-shutdown/index';
import { check, underlined } from '../support/lint';

const head = `import Bull from 'bull';
import Redis from 'ioredis';
const required = { maxRetriesPerRequest: null, enableReadyCheck: false };
`;
const shared = `${head}const client = new Redis(required);
const subscriber = new Redis(required);
export const queue = new Bull('mail', {
  createClient: (type) => (type === 'client' ? client : type === 'subscriber' ? subscriber : new Redis(required)),
});
`;
const messages = (code: string) => check(gracefulShutdown, code).map(({ message }) => message);

describe('graceful-shutdown', () => {
  it('warns of shared clients that nothing closes', () => {
    const [finding, ...rest] = check(gracefulShutdown, shared);
    assert.equal(
      finding!.message,
      'Nothing closes the clients that this createClient shares: a queue’s close() leaves them open. On SIGTERM close the queues, then every client.',
    );
    assert.equal(underlined(finding!, shared), 'new Redis(required)');
    assert.deepEqual(rest, []);
  });

  it('warns where SIGTERM closes the queue and not the clients', () => {
    assert.equal(messages(`${shared}process.on('SIGTERM', async () => {\n  await queue.close();\n});\n`).length, 1);
  });

  it('warns of a cached client', () => {
    const code = `${head}const cache: Record<string, Redis> = {};
export const queue = new Bull('mail', {
  createClient: (type) => (type === 'bclient' ? new Redis(required) : (cache[type] ??= new Redis(required))),
});\n`;
    assert.equal(messages(code).length, 1);
  });

  it('warns of clients that are closed before their queue', () => {
    const code = `${shared}process.on('SIGTERM', async () => {
  await client.quit();
  await subscriber.quit();
  await queue.close();
});\n`;
    const findings = check(gracefulShutdown, code);
    assert.deepEqual(
      findings.map((finding) => underlined(finding, code)),
      ['client.quit()', 'subscriber.quit()'],
    );
    assert.equal(
      findings[0]!.message,
      'This closes a client that the queue mail still needs to close itself. Close the queues first, then their clients.',
    );
  });

  it('warns of a client whose close the close of the queue is chained to', () => {
    const code = `${shared}process.on('SIGTERM', () => {\n  client.quit().then(() => queue.close());\n});\n`;
    assert.deepEqual(
      check(gracefulShutdown, code).map((finding) => underlined(finding, code)),
      ['client.quit()'],
    );
  });

  const sigterm = (body: string) => `${shared}process.on('SIGTERM', async () => {\n${body}\n});\n`;
  for (const [what, code] of [
    ['queues first, then clients', sigterm('await queue.close();\nawait client.quit();\nawait subscriber.quit();')],
    ['all at once, where the order is not known', sigterm('await Promise.all([client.quit(), queue.close()]);')],
    ['clients that are handed to other code', `${shared}onShutdown([client, subscriber]);\n`],
    ['clients that are exported', `${shared}export { client, subscriber };\n`],
    ['clients that are put on something', `${shared}globalThis.redis = { client, subscriber };\n`],
    [
      'a new client at each call',
      `${head}export const queue = new Bull('mail', { createClient: () => new Redis(required) });\n`,
    ],
    ['no createClient', `import Bull from 'bull';\nexport const queue = new Bull('mail');\n`],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(messages(code), []));
  }
});

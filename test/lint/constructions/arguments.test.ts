import assert from 'node:assert/strict';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Linter } from '../../../src/lint/engine/linter';
import { show } from '../support/values';

/** How Bull reads the arguments of `new Bull('mail', …)`: form, URL, options, and what it drops. */
function read(args: string): string {
  const code = `import Bull from 'bull';\nimport Redis from 'ioredis';\ndeclare const given: any;\nnew Bull('mail'${args && `, ${args}`});`;
  const [queue] = new Linter(new MemoryFiles({ 'queue.ts': code }), []).lint('queue.ts').constructions;
  assert.ok(queue);
  const dropped = queue.dropped.map(({ why, node }) => ` drops ${node.getText()} ${why}`);
  return `${queue.form} (${show(queue.url)}; ${show(queue.options)})${dropped.join()}`;
}

// bull 4.16.5 lib/queue.js:86-105
describe('the arguments of Bull', () => {
  const forms: readonly (readonly [args: string, expected: string])[] = [
    ['', 'name (-; -)'],
    ["'redis://cache'", 'name, url ("redis://cache"; -)'],
    ['{ prefix: "q" }', 'name, options (-; { prefix: "q" })'],
    ["'redis://cache', { prefix: 'q' }", 'name, url, options ("redis://cache"; { prefix: "q" })'],
    ['`redis://${given}`, { prefix: "q" }', 'name, url, options (`redis://?`; { prefix: "q" })'],
    ['{ prefix: "q" }, { limiter: {} }', 'name, options (-; { prefix: "q" }) drops { limiter: {} } after-options'],
    ['null, { prefix: "q" }', 'name (-; -) drops { prefix: "q" } after-nothing'],
    ['undefined, { prefix: "q" }', 'name (-; -) drops { prefix: "q" } after-nothing'],
    [
      'process.env.REDIS_URL, { prefix: "q" }',
      'name, url, options ($REDIS_URL; { prefix: "q" }) drops { prefix: "q" } maybe-after-nothing',
    ],
    ['process.env.REDIS_URL', 'name, url ($REDIS_URL; -)'],
    ["process.env.REDIS_URL ?? 'redis://cache', {}", 'name, url, options ("redis://cache" unless $REDIS_URL; {  })'],
    ["6379, 'cache'", 'name, port, host (6379; ?)'],
    ['given', 'unknown (?; ?)'],
    ['given, { prefix: "q" }', 'unknown (?; ?)'],
    ["...['redis://cache', { prefix: 'q' }]", 'name, url, options ("redis://cache"; { prefix: "q" })'],
    ['...given', 'unknown (?; ?)'],
  ];
  for (const [args, expected] of forms) it(`${args || 'none'} → ${expected}`, () => assert.equal(read(args), expected));
});

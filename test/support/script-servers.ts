import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import Parser from 'redis-parser';

/** Refuses in a script what its KEYS do not name, as Dragonfly does. */
const STRICT = `
local declared, real = {}, redis
for _, key in ipairs(KEYS) do declared[key] = true end
local message = 'ERR script tried accessing undeclared key'
local redis = setmetatable({
  call = function(command, key, ...)
    if not declared[key] then error(message) end
    return real.call(command, key, ...)
  end,
  pcall = function(command, key, ...)
    if not declared[key] then return real.error_reply(message) end
    return real.pcall(command, key, ...)
  end,
}, { __index = real })
`;

const UNKNOWN = `return redis.error_reply('NOSCRIPT No matching script.')`;

/** Before Redis 7.0 a script cannot ask what it is permitted. */
const OLDER = 'local redis = setmetatable({ acl_check_cmd = false }, { __index = redis })\n';

export interface ScriptServer {
  readonly port: number;
  close(): void;
}

/** Stands before a Redis, and runs its scripts only with the keys that they declare. */
export function strictScripts(port: number): Promise<ScriptServer> {
  return scriptsAfter(STRICT, port);
}

/** Stands before a Redis, and runs its scripts as a Redis before 7.0 does. */
export function olderScripts(port: number): Promise<ScriptServer> {
  return scriptsAfter(OLDER, port);
}

async function scriptsAfter(preamble: string, port: number): Promise<ScriptServer> {
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1');
    const parser = new Parser({
      returnBuffers: true,
      returnReply: (command: unknown) => redis.write(encode(rewritten(command as Buffer[], preamble))),
      returnError: (error) => client.destroy(error),
    });
    client.on('data', (data: Buffer) => parser.execute(data));
    redis.pipe(client);
    for (const socket of [client, redis]) {
      socket.on('error', () => {}).on('close', () => [client, redis].forEach((other) => other.destroy()));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function rewritten([name, script, ...rest]: Buffer[], preamble: string): Buffer[] {
  const command = name?.toString().toUpperCase();
  if (command === 'EVALSHA') return [Buffer.from('EVAL'), Buffer.from(UNKNOWN), Buffer.from('0')];
  if (command === 'EVAL') return [Buffer.from('EVAL'), Buffer.from(`${preamble}${script?.toString()}`), ...rest];
  return [name, script, ...rest].filter((part) => part !== undefined);
}

function encode(command: readonly Buffer[]): Buffer {
  const parts = command.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(`*${command.length}\r\n`), ...parts]);
}

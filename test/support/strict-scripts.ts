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

export interface StrictServer {
  readonly port: number;
  close(): void;
}

/** Stands before a Redis, and runs its scripts only with the keys that they declare. */
export async function strictScripts(port: number): Promise<StrictServer> {
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1');
    const parser = new Parser({
      returnBuffers: true,
      returnReply: (command: unknown) => redis.write(encode(strict(command as Buffer[]))),
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

function strict([name, script, ...rest]: Buffer[]): Buffer[] {
  const command = name?.toString().toUpperCase();
  if (command === 'EVALSHA') return [Buffer.from('EVAL'), Buffer.from(UNKNOWN), Buffer.from('0')];
  if (command === 'EVAL') return [Buffer.from('EVAL'), Buffer.from(`${STRICT}${script?.toString()}`), ...rest];
  return [name, script, ...rest].filter((part) => part !== undefined);
}

function encode(command: readonly Buffer[]): Buffer {
  const parts = command.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(`*${command.length}\r\n`), ...parts]);
}

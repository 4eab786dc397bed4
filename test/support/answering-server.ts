import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import Parser from 'redis-parser';

export interface AnsweringServer {
  readonly port: number;
  close(): void;
}

/** Speaks as Redis does, and answers each command, such as `['GET', 'a']`, with what it is told: `+OK`, `-ERR no`, `$-1`. */
export async function answeringServer(answer: (command: readonly string[]) => string): Promise<AnsweringServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    const parser = new Parser({
      returnReply: (command: unknown) => socket.write(`${answer(command as string[])}\r\n`),
      returnError: (error) => socket.destroy(error),
    });
    socket.on('data', (data: Buffer) => parser.execute(data));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

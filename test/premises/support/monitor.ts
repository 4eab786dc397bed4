import { connect } from 'node:net';
import type { RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';

/** Waits until `count` commands that match were run from now on, `during` an action, and returns them as MONITOR says them. */
export async function commandsMatching(
  { port }: RedisServer,
  pattern: RegExp,
  count: number,
  during: () => unknown,
): Promise<string[]> {
  // By hand: ioredis loses its place among replies when a client that monitors is closed under load.
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (data: string) => (text += data));
  socket.write('MONITOR\r\n');
  try {
    await waitFor(() => text.startsWith('+OK'), { message: 'MONITOR to begin' });
    during();
    return await waitFor(
      () => {
        const found = text.split('\r\n').filter((line) => pattern.test(line));
        return found.length >= count && found;
      },
      { message: `${count} commands like ${pattern}` },
    );
  } finally {
    socket.destroy();
  }
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What lies between a person and a Redis in a cloud: the round trip in ms. */
const LINE = { roundTrip: 20, megabits: 100 };

export const lineText = `a line of ${LINE.megabits} Mbit/s and ${LINE.roundTrip} ms`;

export interface Line {
  /** Where a server seems to be that is at the other end. */
  readonly port: number;
  stop(): void;
}

/**
 * A line to a server on the loopback, in a process of its own: what passes waits half of `roundTrip` (ms) in each
 * direction, and in each no more passes in a second than `megabits`.
 */
export async function startLine(server: number, { roundTrip, megabits } = LINE): Promise<Line> {
  const args = [server, roundTrip, megabits].map(String);
  const line = fork(join(__dirname, 'line-process.cjs'), args, { execArgv: [] });
  const [port] = (await once(line, 'message')) as [number];
  return { port, stop: () => void line.kill() };
}

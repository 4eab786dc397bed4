import type Redis from 'ioredis';
import { isErrorReply } from './redis/replies';

/** A connection of a Redis server, as CLIENT LIST tells it. */
export interface ClientInfo {
  /** `10.0.0.7:51234` */
  readonly address: string;
  /** As CLIENT SETNAME gave it; empty where nothing did. */
  readonly name: string;
  /** Seconds since it was opened, and since its last command. */
  readonly age: number;
  readonly idle: number;
  /** Channels and patterns that it listens to. */
  readonly subscriptions: number;
}

export interface ServerClients {
  readonly clients: readonly ClientInfo[];
  /** How many the server allows (maxclients); null where it does not tell. */
  readonly limit: number | null;
}

/** Who is connected. Its reply grows with the clients: for a report, and never on a timer. @throws Error of ioredis */
export async function readClients(redis: Redis): Promise<ServerClients> {
  const list = String(await redis.client('LIST'));
  const clients = list.split('\n').filter(Boolean).map(clientIn);
  return { clients, limit: await readLimit(redis) };
}

function clientIn(line: string): ClientInfo {
  const field = (name: string) => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
  const number = (name: string) => Number(field(name)) || 0;
  return {
    address: field('addr'),
    name: field('name'),
    age: number('age'),
    idle: number('idle'),
    subscriptions: number('sub') + number('psub'),
  };
}

/** INFO tells it since Redis 7.0; before, only CONFIG does, which many servers refuse. */
async function readLimit(redis: Redis): Promise<number | null> {
  const refused = (error: unknown) => {
    if (isErrorReply(error)) return null;
    throw error;
  };
  const info = await redis.info('clients').catch(refused);
  const told = /^maxclients:(\d+)/m.exec(info ?? '')?.[1];
  if (told !== undefined) return Number(told);
  const config = (await redis.config('GET', 'maxclients').catch(refused)) as readonly string[] | null;
  return config?.[1] === undefined ? null : Number(config[1]);
}

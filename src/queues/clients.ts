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
  /** null where the server refuses CLIENT LIST. */
  readonly clients: readonly ClientInfo[] | null;
  /** How many there are; null where the server does not tell that either. */
  readonly connected: number | null;
  /** How many the server allows (maxclients); null where it does not tell. */
  readonly limit: number | null;
}

/** Who is connected. Its reply grows with the clients: for a report, and never on a timer. @throws Error of ioredis */
export async function readClients(redis: Redis): Promise<ServerClients> {
  const [list, info] = await Promise.all([
    redis.client('LIST').catch(refused) as Promise<string | null>,
    redis.info('clients').catch(refused),
  ]);
  const clients = list === null ? null : list.split('\n').filter(Boolean).map(clientIn);
  const connected = clients?.length ?? numberIn(info, 'connected_clients');
  return { clients, connected, limit: numberIn(info, 'maxclients') ?? (await readLimit(redis)) };
}

function numberIn(info: string | null, field: string): number | null {
  const told = new RegExp(`^${field}:(\\d+)`, 'm').exec(info ?? '')?.[1];
  return told === undefined ? null : Number(told);
}

function refused(error: unknown): null {
  if (isErrorReply(error)) return null;
  throw error;
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

/** Before Redis 7.0 only CONFIG tells it, which many servers refuse. */
async function readLimit(redis: Redis): Promise<number | null> {
  const config = (await redis.config('GET', 'maxclients').catch(refused)) as readonly string[] | null;
  return config?.[1] === undefined ? null : Number(config[1]);
}

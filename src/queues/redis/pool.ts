import { isDeepStrictEqual } from 'node:util';
import { RedisConnection } from './connection';
import type { ConnectionSpec } from './endpoint';
import type { TimeLimits } from './time-limits';
import type { Disposable } from '../event';

/** The connections of the extension, one for each configured Redis, shared by all that is done with it. */
export class ClientPool implements Disposable {
  private readonly connections = new Map<string, RedisConnection>();

  constructor(private readonly limits?: TimeLimits) {}

  /** The connection of that name; made anew where its spec has changed since, or it was closed. Opens no socket yet. */
  connection(spec: ConnectionSpec): RedisConnection {
    const known = this.connections.get(spec.name);
    if (known && known.status.state !== 'closed' && isDeepStrictEqual(known.spec, spec)) return known;
    known?.dispose();
    const connection = new RedisConnection(spec, this.limits);
    this.connections.set(spec.name, connection);
    return connection;
  }

  remove(name: string): void {
    this.connections.get(name)?.dispose();
    this.connections.delete(name);
  }

  dispose(): void {
    for (const name of [...this.connections.keys()]) this.remove(name);
  }
}

import { isDeepStrictEqual } from 'node:util';
import { RedisConnection } from './connection';
import type { ConnectionSpec } from './endpoint';
import { Subscriber, type Listener, type Listening } from './subscriber';
import type { TimeLimits } from './time-limits';
import type { Disposable } from '../event';

/** The connections of the extension, one for each configured Redis, shared by all that is done with it; and who listens. */
export class ClientPool implements Disposable, Listening {
  private readonly connections = new Map<string, RedisConnection>();
  private readonly subscribers = new Map<ConnectionSpec, Subscriber>();

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

  /**
   * Listens on a second socket, which all connections to one Redis have together, until it is disposed: none is open
   * where nobody listens. Resolves when it listens, or was refused, of which the listener is told.
   */
  async listen(spec: ConnectionSpec, listener: Listener): Promise<Disposable> {
    const known = [...this.subscribers].find(([other]) => isSameServer(spec, other));
    const subscriber = known?.[1] ?? new Subscriber(spec, this.limits);
    if (!known) this.subscribers.set(spec, subscriber);
    const added = subscriber.add(listener);
    const dispose = () => {
      subscriber.remove(listener);
      if (!subscriber.isIdle) return;
      subscriber.dispose();
      for (const [key, other] of this.subscribers) if (other === subscriber) this.subscribers.delete(key);
    };
    await added;
    return { dispose };
  }

  remove(name: string): void {
    this.connections.get(name)?.dispose();
    this.connections.delete(name);
  }

  dispose(): void {
    for (const name of [...this.connections.keys()]) this.remove(name);
    for (const subscriber of this.subscribers.values()) subscriber.dispose();
    this.subscribers.clear();
  }
}

/** Whoever listens hears all databases of a Redis. */
function isSameServer(a: ConnectionSpec, b: ConnectionSpec): boolean {
  return isDeepStrictEqual({ ...a.endpoint, database: 0 }, { ...b.endpoint, database: 0 });
}

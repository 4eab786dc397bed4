import * as vscode from 'vscode';
import type { ConnectionEntry } from '../../src/connections/connection-store';
import type { ShownData } from '../../src/job-data/shown-data';
import { silent } from '../../src/log/logger';
import { Sessions } from '../../src/sessions/sessions';
import type { RedisServer } from '../support/redis';

/** VS Code's storage, without VS Code's disk. */
export class MemoryStorage implements vscode.Memento {
  private readonly values = new Map<string, unknown>();
  keys = () => [...this.values.keys()];
  get<T>(key: string, otherwise?: T): T {
    return (this.values.get(key) ?? otherwise) as T;
  }
  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

/** Sessions as a window has them, on connections that the test sets instead of the settings. */
export class ConnectionsInMemory {
  private readonly changed = new vscode.EventEmitter<void>();
  private list: readonly ConnectionEntry[] = [];

  readonly sessions: Sessions;
  /** As the setting says. */
  isLive = true;

  constructor(
    readonly storage = new MemoryStorage(),
    shownData?: () => ShownData,
  ) {
    const store = { onDidChange: this.changed.event, entries: async () => [...this.list] };
    this.sessions = new Sessions(store, this.storage, silent, shownData, () => this.isLive);
  }

  /** Resolves when the sessions are in step. */
  async set(...entries: readonly ConnectionEntry[]): Promise<void> {
    this.list = entries;
    this.changed.fire();
    await this.sessions.ready();
  }

  dispose(): void {
    this.sessions.dispose();
    this.changed.dispose();
  }
}

export function entryOf(
  { port }: RedisServer,
  {
    name = 'staging',
    isReadOnly = false,
    prefixes = ['bull'],
    username = null as string | null,
    password = null as string | null,
  } = {},
): ConnectionEntry {
  const endpoint = { host: '127.0.0.1', port, database: 0, tls: null, username, password };
  return { name, owner: 'user', takesPassword: true, isReadOnly, spec: { name, endpoint, prefixes, queues: null } };
}

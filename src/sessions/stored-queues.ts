import type * as vscode from 'vscode';
import type { ConnectionSpec, KnownQueue, QueueMemory } from '../queues';

/** Remembers a connection's queues in VS Code's storage, under the address and prefixes that they were found at. */
export class StoredQueues implements QueueMemory {
  private readonly key: string;

  constructor(
    private readonly storage: vscode.Memento,
    { endpoint: { host, port, database }, prefixes }: ConnectionSpec,
  ) {
    this.key = `queues ${JSON.stringify([host, port, database, ...prefixes])}`;
  }

  recall(): readonly KnownQueue[] {
    return this.storage.get<readonly KnownQueue[]>(this.key, []);
  }

  remember(queues: readonly KnownQueue[]): void {
    void this.storage.update(this.key, queues);
  }
}

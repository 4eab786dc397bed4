import type { KnownQueue } from '../counts';
import { Emitter, type Disposable } from '../event';
import { queueId } from '../monitor';
import type { RedisConnection } from '../redis/connection';
import { FailureCauses } from './failure-causes';

/** The causes of failures that are open on one connection. Reads only what is watched, and only when told to. */
export class CauseLists implements Disposable {
  private readonly lists = new Map<string, FailureCauses>();
  private readonly changed = new Emitter<FailureCauses>();
  /** More of a queue's failures are grouped than before, or they were read again. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly connection: RedisConnection) {}

  find(queue: KnownQueue): FailureCauses | undefined {
    return this.lists.get(queueId(queue));
  }

  /** The causes of a queue that are open, or new ones, which were not read yet. */
  open(queue: KnownQueue): FailureCauses {
    const known = this.find(queue);
    if (known) return known;
    const causes = new FailureCauses(this.connection, queue);
    causes.onDidChange(() => this.changed.fire(causes));
    this.lists.set(queueId(queue), causes);
    return causes;
  }

  /** Lets go of what is known, so that it is read anew when it is opened next. */
  close(queue: KnownQueue): void {
    this.find(queue)?.dispose();
    this.lists.delete(queueId(queue));
  }

  /** Reads the watched ones again: all of them, or those of one queue. */
  async refresh(queue?: KnownQueue): Promise<void> {
    const id = queue && queueId(queue);
    const watched = [...this.lists].filter(([key, causes]) => causes.isWatched && (id === undefined || key === id));
    await Promise.all(watched.map(([, causes]) => causes.refresh()));
  }

  dispose(): void {
    for (const causes of this.lists.values()) causes.dispose();
    this.lists.clear();
    this.changed.dispose();
  }
}

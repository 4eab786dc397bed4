import type { ShownData } from '../../job-data/shown-data';
import type { KnownQueue } from '../counts';
import { Emitter, type Disposable } from '../event';
import type { RedisConnection } from '../redis/connection';
import { JobSearch, type SearchScope } from './job-search';
import type { JobQuery } from './query';

/** The searches of one connection that are open. */
export class JobSearches implements Disposable {
  private readonly open: JobSearch[] = [];
  private added = 0;
  private readonly changed = new Emitter<JobSearch>();
  /** One has found more, begun, ended, or been closed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly connection: RedisConnection,
    private readonly shownData: () => ShownData,
  ) {}

  /** The newest first. */
  get all(): readonly JobSearch[] {
    return this.open;
  }

  /** A new search, which has not begun. */
  add(query: JobQuery, scope: SearchScope): JobSearch {
    const search = new JobSearch(++this.added, this.connection, query, scope, this.shownData);
    search.onDidChange(() => this.changed.fire(search));
    this.open.unshift(search);
    return search;
  }

  /** After an action on queues: what was found in them may be elsewhere. @throws RedisProblem */
  async recheck(queues: readonly KnownQueue[]): Promise<void> {
    await Promise.all(this.open.map((search) => search.recheck(queues)));
  }

  /** Lets go of what it has found. */
  close(search: JobSearch): void {
    const at = this.open.indexOf(search);
    if (at >= 0) this.open.splice(at, 1);
    search.dispose();
    this.changed.fire(search);
  }

  dispose(): void {
    for (const search of this.open.splice(0)) search.dispose();
    this.changed.dispose();
  }
}

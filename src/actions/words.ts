/** How something that is done to jobs is told of. */
export interface ActionWords {
  readonly verb: string;
  readonly doing: string;
  readonly done: string;
  /** Follows the jobs that it is done to. */
  readonly how: string;
}

export const WORDS = {
  retry: { verb: 'Retry', doing: 'Retrying', done: 'Retried', how: '' },
  retryAsNew: { verb: 'Retry', doing: 'Retrying', done: 'Retried', how: ' as new' },
  retryEdited: { verb: 'Retry', doing: 'Retrying', done: 'Retried', how: ' with edited data' },
  add: { verb: 'Add', doing: 'Adding', done: 'Added', how: '' },
  copy: { verb: 'Copy', doing: 'Copying', done: 'Copied', how: '' },
  promote: { verb: 'Promote', doing: 'Promoting', done: 'Promoted', how: '' },
  discard: { verb: 'Discard', doing: 'Discarding', done: 'Discarded', how: '' },
  remove: { verb: 'Remove', doing: 'Removing', done: 'Removed', how: '' },
  obliterate: { verb: 'Obliterate', doing: 'Obliterating', done: 'Removed', how: '' },
  removeRepeatable: { verb: 'Remove', doing: 'Removing', done: 'Removed', how: ' that repeats' },
} as const satisfies Record<string, ActionWords>;

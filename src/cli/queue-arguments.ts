import type { ParseArgsConfig } from 'node:util';
import { parseRate } from '../actions/pace';
import { JOB_STATES, type JobState } from '../bull/states';
import { parseOptions } from './parse-options';
import { anyOf, takes, UsageError } from './usage';
import { watchArguments, watchOptions, type WatchArguments, type WatchValues } from './watch-arguments';

/** Which Redis a command is for, as it was typed; null for what was not. */
export interface RedisArguments {
  readonly redis: string | null;
  readonly connection: string | null;
  /** Empty for the connection's own. */
  readonly prefixes: readonly string[];
}

export type QueueFormat = 'table' | 'json';

export type QueueCommand = { readonly redis: RedisArguments; readonly debug: boolean } & (
  | { readonly kind: 'status'; readonly format: QueueFormat }
  | ({ readonly kind: 'failed' } & FailedArguments)
  | ({ readonly kind: 'find' } & FindArguments)
  | { readonly kind: 'job'; readonly format: QueueFormat; readonly queue: string; readonly id: string }
  | ({ readonly kind: 'watch' } & WatchArguments)
  | ({ readonly kind: 'retry' } & RetryArguments)
);

export interface FailedArguments {
  /** null for all queues. */
  readonly queue: string | null;
  readonly byCause: boolean;
  readonly format: QueueFormat;
}

export interface FindArguments {
  readonly query: string;
  /** null for all queues. */
  readonly queue: string | null;
  /** Empty for all. */
  readonly states: readonly JobState[];
  readonly format: QueueFormat | 'jsonl' | 'csv';
}

export interface RetryArguments {
  readonly queue: string;
  /** A known cause's id, or a pattern; null for all failed jobs. */
  readonly cause: string | null;
  /** Jobs a second; null for as fast as Redis goes. */
  readonly rate: number | null;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** Also those that had finished (Missing lock), where no cause says so. */
  readonly finishedToo: boolean;
  readonly format: QueueFormat;
}

export const queueCommands = ['status', 'failed', 'find', 'job', 'retry', 'watch'] as const;

const shared = {
  redis: { type: 'string' },
  connection: { type: 'string' },
  prefix: { type: 'string', multiple: true },
  format: { type: 'string' },
  debug: { type: 'boolean' },
} as const;

const options = {
  status: shared,
  failed: { ...shared, queue: { type: 'string' }, 'by-cause': { type: 'boolean' } },
  find: { ...shared, queue: { type: 'string' }, state: { type: 'string', multiple: true } },
  job: shared,
  retry: {
    ...shared,
    queue: { type: 'string' },
    cause: { type: 'string' },
    rate: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
    'finished-too': { type: 'boolean' },
  },
  watch: { ...shared, ...watchOptions },
} as const satisfies Record<(typeof queueCommands)[number], ParseArgsConfig['options']>;

/** Every option, to tell what is the value of one. */
export const queueOptions = { ...shared, ...options.failed, ...options.find, ...options.retry, ...options.watch };

/** Reads the arguments of one of these commands. @throws UsageError */
export function parseQueueCommand(kind: (typeof queueCommands)[number], argv: readonly string[]): QueueCommand {
  const { positionals, ...parsed } = parseOptions(argv, options[kind]);
  const values = parsed.values as Values;
  const [, ...rest] = positionals;
  const allowed = { job: 2, find: 1 }[kind as string] ?? 0;
  if (rest.length > allowed) throw new UsageError(`${kind} takes no '${rest[allowed]}'.`);
  const base = {
    redis: { redis: values.redis ?? null, connection: values.connection ?? null, prefixes: values.prefix ?? [] },
    debug: values.debug ?? false,
  };
  if (kind === 'watch') return { kind, ...base, ...watchArguments(values) };
  if (kind === 'find') return { kind, ...base, ...findArguments(values, rest[0]) };
  const format = formatOf(values.format);
  switch (kind) {
    case 'status':
      return { kind, ...base, format };
    case 'failed':
      return { kind, ...base, format, queue: values.queue ?? null, byCause: values['by-cause'] ?? false };
    case 'job': {
      const [queue, id] = rest;
      if (queue === undefined || id === undefined) throw new UsageError('Which job? bull-lens job <queue> <id>.');
      return { kind, ...base, format, queue, id };
    }
    case 'retry':
      if (values.queue === undefined) throw new UsageError('Which queue? bull-lens retry --queue <queue>.');
      return {
        kind,
        ...base,
        format,
        queue: values.queue,
        cause: values.cause ?? null,
        rate: values.rate === undefined ? null : rateOf(values.rate),
        dryRun: values['dry-run'] ?? false,
        yes: values.yes ?? false,
        finishedToo: values['finished-too'] ?? false,
      };
  }
}

interface Values extends WatchValues {
  readonly redis?: string;
  readonly connection?: string;
  readonly prefix?: string[];
  readonly debug?: boolean;
  readonly queue?: string;
  readonly state?: string[];
  readonly cause?: string;
  readonly rate?: string;
  readonly 'by-cause'?: boolean;
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
  readonly 'finished-too'?: boolean;
}

function findArguments(values: Values, query: string | undefined): FindArguments {
  if (query === undefined) throw new UsageError('Find what? bull-lens find "orderId = 42".');
  const { format, queue = null, state: names = [] } = values;
  const states = names.map((name) => JOB_STATES.find((state) => state === name) ?? name);
  const unknown = states.find((state) => !JOB_STATES.includes(state as JobState));
  if (unknown !== undefined) throw takes('--state', anyOf(JOB_STATES), unknown);
  const lines = format === 'jsonl' || format === 'csv' ? format : null;
  return { query, queue, states: states as JobState[], format: lines ?? formatOf(format) };
}

function formatOf(name: string | undefined): QueueFormat {
  if (name === undefined || name === 'table') return 'table';
  if (name === 'json') return 'json';
  throw takes('--format', 'table or json', name);
}

/** `50/s`, or `50`. */
function rateOf(text: string): number {
  const rate = parseRate(text);
  if (rate === null) throw takes('--rate', 'a number of jobs a second, such as 50/s', text);
  return rate;
}

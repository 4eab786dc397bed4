import type { QueueRef } from '../bull/keys';
import type { CodeQueues } from './code-queues';
import { isAny } from './likeness';

export type Sought = 'constructor' | 'processor' | 'producer';

/** Why there is nothing to go to: what is known, and what could not be told from the code. */
export function noPlace(sought: Sought, { prefix, name }: QueueRef, job: string | null, queues: CodeQueues): string {
  const made = queues.constructions({ prefix, name });
  if (made.length === 0) {
    const unknown = queues.all.filter(({ names }) => names.some(isAny)).length;
    const else_ = unknown > 0 ? ` ${places(unknown)} whose names are known only when the code runs.` : '';
    return `No code in this workspace is seen to make the queue ${name} under the prefix ${prefix}.${else_}`;
  }
  const jobs = job === null || sought === 'constructor' ? 'jobs' : `jobs named ${job}`;
  const what = sought === 'producer' ? `adds ${jobs} to` : `processes ${jobs} of`;
  const isOpen = made.some((queue) => queue.isOpen);
  const rest = isOpen ? ' What is done with the queue could not be followed everywhere.' : '';
  return `No code in this workspace that ${what} ${name} was found.${rest}`;
}

function places(count: number): string {
  return count === 1 ? 'One place makes queues' : `${count} places make queues`;
}

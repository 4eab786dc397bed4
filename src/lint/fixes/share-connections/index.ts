import type { Queue } from '../../queue/queue';
import type { Fix } from '../../engine/finding';
import { fix, type RuleContext } from '../../engine/rule';
import { adoptionOf } from './adopt';
import { isHindrance } from './adoption';
import { candidate, candidatesLike } from './candidates';
import { shareInFile } from './in-file';
import { shareThroughModule, type Sharing } from './through-module';
import { titleOfAll, titleOfFile, titleOfOwn } from './titles';

/**
 * The ways to share the connections of a queue that has no `createClient`: with all queues of its package, with those in
 * its file, alone, and with the pool in the file itself. Empty where none is certain.
 */
export function shareConnectionFixes(queue: Queue, context: RuleContext): readonly Fix[] {
  const first = candidate(queue, context);
  if (!first) return [];
  const all = candidatesLike(first, context);
  const here = all.filter((each) => each.queue.file === queue.file);
  const same = all.filter(({ queue: { file, range } }) => file === queue.file && range.start === queue.range.start);
  const own = same.length > 0 ? same : [first];

  const fixes: Fix[] = [];
  const offer = (title: string, sharing: Sharing | null): void => {
    if (!sharing) return;
    const { edits, newFiles, ioredis } = sharing;
    const named = ioredis ? `${title} (adds ioredis ${ioredis} to package.json)` : title;
    fixes.push(fix(named, edits, { newFiles, isPreferred: fixes.length === 0 }));
  };
  if (all.length > 1) offer(titleOfAll(own, all, context), shareThroughModule(first, all, context));
  if (here.length > 1 && here.length < all.length) {
    offer(titleOfFile(here), shareThroughModule(first, here, context));
  }
  offer(titleOfOwn(own), shareThroughModule(first, own, context));
  if (here.length > 0) offer('Share Redis connections, with the pool in this file', shareInFile(first, here, context));
  return fixes;
}

/** Why none of them is offered, as the end of a sentence; null where one is. */
export function whyNotShared(queue: Queue, context: RuleContext): string | null {
  const answer = adoptionOf(queue, context);
  if (isHindrance(answer)) return answer.why;
  return shareConnectionFixes(queue, context).length > 0 ? null : 'the names that it needs are taken';
}

import { commentsAbout } from '../../syntax/comments';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import { durationIn, type Budget } from '../budget';

/**
 * `@jobBudget 90s` in a comment about the construction, or about the `super(…)` that Bull gets its options from; of several
 * the nearest.
 */
export function commentBudget({ node, bullCall, optionsArgument }: Construction): Budget | null {
  const isHere = optionsArgument && ts.findAncestor(optionsArgument, (each) => each === node);
  const comments = [isHere ? optionsArgument : node, optionsArgument ?? bullCall].flatMap(commentsAbout);
  for (const { file, start, text } of comments) {
    const tag = /@jobBudget[ \t:]+(\d[\d.]*[ \t]*[a-z]*)/i.exec(text);
    const ms = tag && durationIn(tag[1]!);
    if (!tag || ms === null) continue;
    const at = { file, start: start + tag.index, end: start + tag.index + tag[0].length };
    return { ms, source: '@jobBudget', at };
  }
  return null;
}

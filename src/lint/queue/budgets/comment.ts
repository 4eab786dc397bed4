import { commentsAbout } from '../../syntax/comments';
import type { Construction } from '../../constructions/construction';
import { durationIn, type Budget } from '../budget';

/** `@jobBudget 90s` in a comment about the construction; of several the nearest. */
export function commentBudget(construction: Construction): Budget | null {
  for (const { file, start, text } of commentsAbout(construction.optionsArgument ?? construction.node)) {
    const tag = /@jobBudget[ \t:]+(\d[\d.]*[ \t]*[a-z]*)/i.exec(text);
    const ms = tag && durationIn(tag[1]!);
    if (!tag || ms === null) continue;
    const at = { file, start: start + tag.index, end: start + tag.index + tag[0].length };
    return { ms, source: '@jobBudget', at };
  }
  return null;
}

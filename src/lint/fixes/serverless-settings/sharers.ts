import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import { alternatives, option } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';

/** The queues among some that get something of an object literal, in their options or as their settings. */
export function sharersOf(literal: typescript.ObjectLiteralExpression, queues: readonly Queue[]): readonly Queue[] {
  return queues.filter(({ options }) => isMadeOf(options, literal) || isMadeOf(option(options, 'settings'), literal));
}

function isMadeOf(value: Value, literal: typescript.ObjectLiteralExpression): boolean {
  const file = literal.getSourceFile().fileName;
  const isInside = (at: Value['at']): boolean =>
    at.file === file && at.start >= literal.getStart() && at.end <= literal.end;
  return alternatives(value).some((single) => {
    if (single.kind !== 'object') return false;
    return isInside(single.at) || [...single.properties.values()].some((property) => isInside(property.at));
  });
}

import { underline } from '../../engine/underline';
import type { RuleFinding } from '../../engine/finding';
import { stringIn } from '../../evaluation/inspect-value';
import type { PropertyValue } from '../../evaluation/value';
import type { Queue, QueueByCall } from '../../queue/queue';
import { locationOf, type Location } from '../../syntax/location';

/**
 * A finding about the queue of one call of a factory, at that call. `property` is what is wrong, null where it is not written.
 * It is fixed only where the call itself writes it: what the factory writes is right for its other queues.
 */
export function atCall(
  finding: RuleFinding,
  property: PropertyValue | null,
  { call, queue }: QueueByCall,
  factory: Queue,
): RuleFinding {
  const whole = locationOf(call);
  const written = property && [property.at, property.value.at].find((at) => isWithin(at, whole));
  const cause = written ?? { ...whole, end: call.arguments?.[0]?.end ?? whole.end };
  const name = stringIn(queue.name);
  const place = underline(factory, cause, `\`${name}\` is made by this call.`);
  return {
    ...finding,
    ...place,
    message: `\`${name}\`: ${finding.message}`,
    related: [...(finding.related ?? []), ...(place.related ?? [])],
    ...(written !== property?.at && {
      fixes: () => [],
      whyNoFix: () => 'No fix is offered here: what the code says is right for the other queues that it makes',
    }),
  };
}

function isWithin({ file, start, end }: Location, outer: Location): boolean {
  return file === outer.file && outer.start <= start && end <= outer.end;
}

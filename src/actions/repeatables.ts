import type { Repeatable } from '../queues';
import { exactTime, firstLine, span } from '../words';

/** `report · every 1 day`, `in 3 hr` */
export function describeRepeatable(
  { name, schedule, next, isScheduled }: Repeatable,
  now = Date.now(),
): { readonly label: string; readonly description: string; readonly detail: string } {
  return {
    label: `${firstLine(name)} · ${typeof schedule === 'number' ? `every ${span(schedule)}` : firstLine(schedule)}`,
    description: next > now ? `in ${span(next - now)}` : 'due',
    detail: isScheduled
      ? `Runs next: ${exactTime(next, now)}`
      : 'Its next run is not there: it runs now, or was removed.',
  };
}

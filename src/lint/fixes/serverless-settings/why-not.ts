import type { RuleContext } from '../../engine/rule';
import type { Queue } from '../../queue/queue';
import { ts } from '../../syntax/typescript';
import { serverlessSettingsFixes } from '.';
import { settingsPlaces } from './place';

/** Why the settings of a queue, which are not as they should be, cannot be written; null where they can. */
export function whyNoSettings(queue: Queue, context: RuleContext): string | null {
  if (serverlessSettingsFixes(queue, context).length > 0) return null;
  return `Insert serverless settings is not offered here: ${reasonFor(queue, context)}`;
}

function reasonFor(queue: Queue, context: RuleContext): string {
  if (!settingsPlaces(queue, context)) return 'its options are made by code that cannot be followed';
  if ((queue.bullCall.arguments ?? []).some(ts.isSpreadElement)) return 'it hands its arguments to Bull as a list';
  return 'it is not certain where its options go';
}

import pauseQueue from 'bull/lib/scripts/pause-5';
import type { QueueRef } from '../../bull/keys';
import type { RedisConnection } from '../redis/connection';
import { Action, RESULTS, type Uses } from './action';
import { performOnQueue, type QueueOutcome } from './perform';
import type { ActionName } from '../../bull/actions';

/** From one list to the other. Bull's script would overwrite the other one, and the jobs in it (pause-5.lua). */
const turn = (name: ActionName, event: 'paused' | 'resumed', uses: Uses): Action => {
  const [from, to] = event === 'paused' ? ['wait', 'paused'] : ['paused', 'wait'];
  const isSo = `redis.call('EXISTS', key['meta-paused']) == ${event === 'paused' ? 1 : 0}`;
  return new Action(name, uses, {
    check: `
if not meta then return redis.error_reply('BULLLENS meta is no hash') end
if redis.call('EXISTS', key.${from}) == 1 and redis.call('EXISTS', key.${to}) == 1 then
  return redis.error_reply('BULLLENS two waiting lists')
end
if ${isSo} and redis.call('EXISTS', key.${from}) == 0 then return { 1, ${RESULTS.notInState} } end`,
    change: `
local channel = base .. '${event}'
local bull = ofBull(channel)
-- Last, so that nothing has moved where something else is refused.
local renaming
local function turn(KEYS, ARGV)
  local redis = {
    call = function(command, ...)
      if command ~= 'RENAME' then return bull.call(command, ...) end
      renaming = { ... }
    end,
  }
${pauseQueue.content}
end
turn({ key.${from}, key.${to}, key['meta-paused'], channel, key.meta }, { '${event}' })
if renaming then call('RENAME', unpack(renaming)) end
return {}`,
  });
};

const lists = { wait: ['EXISTS', 'RENAME'], paused: ['EXISTS', 'RENAME'] } as const satisfies Uses;

export const pauseAction = turn('pause', 'paused', {
  ...lists,
  'meta-paused': ['EXISTS', 'SET'],
  meta: ['HMGET', 'HSET'],
});

export const resumeAction = turn('resume', 'resumed', {
  ...lists,
  'meta-paused': ['EXISTS', 'DEL'],
  meta: ['HMGET', 'HDEL'],
});

/** As Bull's `queue.pause()` would, for all workers. Never throws: `problem` says what went wrong. */
export function pause(connection: RedisConnection, queue: QueueRef): Promise<QueueOutcome> {
  return performOnQueue(pauseAction, connection, queue, []);
}

/** As Bull's `queue.resume()` would. Never throws: `problem` says what went wrong. */
export function resume(connection: RedisConnection, queue: QueueRef): Promise<QueueOutcome> {
  return performOnQueue(resumeAction, connection, queue, []);
}

import type { Construction } from '../../constructions/construction';
import { ignoresUrlInRedis, mayReplaceUrlByRedis } from '../../constructions/bull-version';
import { elementAt } from '../../fixes/element-at';
import { removeProperty } from '../../fixes/remove-property';
import { hasCommentOutside } from '../../syntax/comments';
import { ts } from '../../syntax/typescript';
import type { Fix } from '../../engine/finding';
import { isNodeRedisClient } from '../../evaluation/packages';
import { redisClientsIn } from '../../queue/clients';
import { fix, type RuleContext } from '../../engine/rule';
import {
  alternatives,
  every,
  isNeverGiven,
  isNotGiven,
  option,
  propertiesNamed,
  some,
  truthiness,
  isText,
} from '../../evaluation/inspect-value';
import type { PropertyValue, SingleValue } from '../../evaluation/value';
import type { Ignored } from './ignored';
import { readsSecondArgument } from './second-argument';

/** Options that Bull has, in their place, that come to nothing because of what they are or of what is beside them. */
export function* ignoredConnection(queue: Construction, context: RuleContext): Iterable<Ignored> {
  for (const redis of propertiesNamed(queue.options, 'redis')) yield* ignoredRedis(redis, queue, context);
  for (const createClient of propertiesNamed(queue.options, 'createClient')) {
    if (some(createClient.value, isNoFunction)) yield uncalledCreateClient(createClient);
  }
  for (const prefix of propertiesNamed(queue.options, 'prefix')) {
    const keyPrefix = option(queue.options, 'redis', 'keyPrefix');
    if (!isNeverGiven(prefix.value) && every(keyPrefix, (value) => truthiness(value) === true)) {
      yield ignoredBeside(prefix, 'prefix', '`redis.keyPrefix` wins over `prefix`, which does nothing.', context);
    }
  }
}

function* ignoredRedis(redis: PropertyValue, queue: Construction, context: RuleContext): Iterable<Ignored> {
  const createClient = option(queue.options, 'createClient');
  const isNodeRedis = some(redis.value, isOfNodeRedis);
  if ((isNodeRedis || redisClientsIn(redis.value).length > 0) && isNeverGiven(createClient)) {
    const [library, instead] = isNodeRedis
      ? ['node-redis', 'Give options or a URL.']
      : ['ioredis', 'Give options or a URL, or return the client from createClient.'];
    yield {
      cause: redis.at,
      message: `Bull copies this ${library} client as if it were options, and its address is lost: the queue connects to 127.0.0.1:6379. ${instead}`,
      unnecessary: false,
      fix: () => (isNodeRedis ? null : argumentsFix(redis, context)),
    };
  }
  if (every(redis.value, isText) && every(queue.url, isNotGiven) && ignoresUrlInRedis(queue.bull)) {
    yield {
      cause: redis.at,
      message:
        'Bull 3.25 to 4.11.4, as the one here, reads no URL in `redis`: the queue connects to 127.0.0.1:6379. ' +
        // @nestjs/bull before 0.6 reads no `url`.
        `Give ${queue.via === 'nest' ? 'host, port and password there' : 'the URL as the second argument'}.`,
      unnecessary: true,
      fix: () => null,
    };
  }
  if (
    isString(redis) &&
    !mayReplaceUrlByRedis(queue.bull) &&
    every(queue.url, (url) => url.kind === 'text' || (url.kind === 'literal' && typeof url.value === 'string'))
  ) {
    yield ignoredBeside(
      redis,
      'redis',
      'Beside a URL argument Bull reads only an object as `redis`: this URL does nothing.',
      context,
    );
  } else if (every(redis.value, holdsNoPrefix) && isBesideInOneObject(redis, queue, context)) {
    if (every(createClient, (value) => value.kind === 'function' && !readsSecondArgument(value.node))) {
      yield ignoredBeside(
        redis,
        'redis',
        'With createClient Bull makes no client itself, and this one does not read its second argument: `redis` does nothing.',
        context,
      );
    }
  }
}

function isOfNodeRedis(value: SingleValue): boolean {
  return value.kind === 'instance' && isNodeRedisClient(value.of);
}

/** Bull itself takes `keyPrefix` out of `redis`, whoever makes the clients (bull 4.16.5 lib/queue.js:138). */
function holdsNoPrefix(redis: SingleValue): boolean {
  if (redis.kind === 'literal' && typeof redis.value === 'string') return !redis.value.includes('keyPrefix');
  return redis.kind === 'object' && isNeverGiven(option(redis, 'keyPrefix'));
}

function isString({ value }: PropertyValue): boolean {
  return every(
    value,
    (single) => single.kind === 'text' || (single.kind === 'literal' && typeof single.value === 'string'),
  );
}

/** Else the object with `redis` may serve queues that have no createClient. */
function isBesideInOneObject(redis: PropertyValue, queue: Construction, { project }: RuleContext): boolean {
  const holder = elementAt(redis.at, project)?.parent;
  return propertiesNamed(queue.options, 'createClient').every(
    ({ at }) => holder !== undefined && elementAt(at, project)?.parent === holder,
  );
}

/** Of instances only those of ioredis are known to be no functions. */
function isNoFunction(value: SingleValue): boolean {
  if (value.kind === 'instance') return redisClientsIn(value).length > 0;
  return ['literal', 'text', 'object', 'array'].includes(value.kind) && truthiness(value) === true;
}

function uncalledCreateClient({ at }: PropertyValue): Ignored {
  return {
    cause: at,
    message: '`createClient` is no function here: Bull makes its own clients, and `close()` leaves them open.',
    unnecessary: false,
    fix: () => null,
  };
}

function ignoredBeside({ at }: PropertyValue, name: string, message: string, context: RuleContext): Ignored {
  return { cause: at, message, unnecessary: true, fix: () => removeFix(at, name, context) };
}

function removeFix(at: PropertyValue['at'], name: string, { project }: RuleContext): Fix | null {
  const edits = removeProperty(at, name, project);
  return edits && fix(`Remove ${name}`, edits);
}

/** `redis: new Redis(x)` becomes `redis: x`: what the client was made from. */
function argumentsFix({ value, at }: PropertyValue, { project }: RuleContext): Fix | null {
  const [client, ...others] = alternatives(value);
  const element = elementAt(at, project);
  if (client?.kind !== 'instance' || others.length || !element || !ts.isPropertyAssignment(element)) return null;
  const argument = client.node.arguments?.[0];
  if (element.initializer !== client.node || !argument || client.node.arguments?.length !== 1) return null;
  if (hasCommentOutside(client.node, argument)) return null;
  return fix('Give its options as redis', [
    { file: at.file, start: element.initializer.getStart(), end: element.initializer.end, newText: argument.getText() },
  ]);
}

import assert from 'node:assert/strict';
import { CLIENT_TYPES, clientsOf, isSameObject } from '../../../src/lint/queue/create-client';
import { alternatives } from '../../../src/lint/evaluation/inspect-value';
import { evaluated } from '../support/values';

const REDIS = "import Redis from 'ioredis';\n";

/** What `createClient`, the `it` of the code, gives for each type: `one` shared object, a `fresh` one, or `?`. */
function clients(code: string): { readonly kinds: string; readonly isSame: Record<string, boolean | undefined> } {
  const { value } = evaluated(REDIS + code);
  const { client, subscriber, bclient } = clientsOf(value);
  const kinds = [client, subscriber, bclient].map((each) =>
    alternatives(each)
      .map((single) => (single.kind === 'instance' ? single.identity.kind : '?'))
      .join('|'),
  );
  return {
    kinds: CLIENT_TYPES.map((type, i) => `${type} ${kinds[i]}`).join(', '),
    isSame: {
      'client and subscriber': isSameObject(client, subscriber),
      'client and bclient': isSameObject(client, bclient),
      'bclient of two queues': isSameObject(bclient, clientsOf(value).bclient),
    },
  };
}

const OWN_BCLIENT = {
  kinds: 'client one, subscriber one, bclient fresh',
  isSame: { 'client and subscriber': false, 'client and bclient': false, 'bclient of two queues': false },
};
const ALL_SHARED = {
  kinds: 'client one, subscriber one, bclient one',
  isSame: { 'client and subscriber': false, 'client and bclient': false, 'bclient of two queues': true },
};
const ONE_CLIENT = {
  kinds: 'client one, subscriber one, bclient one',
  isSame: { 'client and subscriber': true, 'client and bclient': true, 'bclient of two queues': true },
};

describe('the clients that a createClient gives', () => {
  const cases: readonly (readonly [what: string, code: string, expected: object])[] = [
    [
      'a switch over shared clients, a new bclient',
      `const client = new Redis(); const subscriber = new Redis();
       export const it = (type: string) => {
         switch (type) { case 'client': return client; case 'subscriber': return subscriber; default: return new Redis(); }
       };`,
      OWN_BCLIENT,
    ],
    [
      'a map of clients',
      `const clients = { client: new Redis(), subscriber: new Redis(), bclient: new Redis() };
       export const it = (type: 'client' | 'subscriber' | 'bclient') => clients[type];`,
      ALL_SHARED,
    ],
    [
      'a Map of clients',
      `const clients = new Map([['client', new Redis()], ['subscriber', new Redis()], ['bclient', new Redis()]]);
       export const it = (type: string) => clients.get(type);`,
      ALL_SHARED,
    ],
    ['always the same', 'const client = new Redis(); export const it = () => client;', ONE_CLIENT],
    [
      'a cache filled by type, but for bclient',
      `const cache: Record<string, Redis> = {};
       export function it(type: string) {
         if (type === 'bclient') return new Redis();
         cache[type] ??= new Redis();
         return cache[type];
       }`,
      OWN_BCLIENT,
    ],
    [
      'a cache filled by type',
      `const cache: any = {};
       export function it(type: string) { if (!cache[type]) { cache[type] = new Redis(); } return cache[type]; }`,
      ALL_SHARED,
    ],
    [
      'a cache in a Map, by way of a constant',
      `const cache = new Map<string, Redis>();
       export function it(type: string) {
         const known = cache.get(type);
         if (known) return known;
         const made = new Redis();
         cache.set(type, made);
         return made;
       }`,
      ALL_SHARED,
    ],
    [
      'a cache filled by a function of its own',
      `const make = () => new Redis();
       const cache: any = {};
       export const it = (type: string) => (cache[type] ??= make());`,
      ALL_SHARED,
    ],
    [
      'made when first asked for',
      `let client: Redis | undefined;
       export function it() { if (!client) client = new Redis(); return client; }`,
      ONE_CLIENT,
    ],
    [
      'made when first asked for, by functions',
      `let client: Redis, subscriber: Redis;
       function getClient() { return client ?? (client = new Redis()); }
       function getSubscriber() { if (subscriber) return subscriber; subscriber = new Redis(); return subscriber; }
       export const it = (type: string) => type === 'client' ? getClient() : type === 'subscriber' ? getSubscriber() : new Redis();`,
      OWN_BCLIENT,
    ],
    [
      'a class that keeps them',
      `class Pool {
         private client?: Redis;
         private readonly subscriber = new Redis();
         createClient = (type: string) => {
           if (type === 'client') return (this.client ??= new Redis());
           return type === 'subscriber' ? this.subscriber : new Redis();
         };
       }
       export const it = new Pool().createClient;`,
      OWN_BCLIENT,
    ],
    [
      'a function that makes a createClient, called once',
      `function pool() {
         const client = new Redis(); const subscriber = new Redis();
         return { createClient: (type: string) => ({ client, subscriber })[type] ?? new Redis() };
       }
       export const { createClient: it } = pool();`,
      OWN_BCLIENT,
    ],
    [
      'always a new one',
      'export const it = () => new Redis();',
      {
        kinds: 'client fresh, subscriber fresh, bclient fresh',
        isSame: { 'client and subscriber': false, 'client and bclient': false, 'bclient of two queues': false },
      },
    ],
    [
      'not to be followed',
      "import { pool } from 'redis-pool'; export const it = (type: string) => pool.get(type);",
      {
        kinds: 'client ?, subscriber ?, bclient ?',
        isSame: {
          'client and subscriber': undefined,
          'client and bclient': undefined,
          'bclient of two queues': undefined,
        },
      },
    ],
  ];
  for (const [what, code, expected] of cases) it(what, () => assert.deepEqual(clients(code), expected));
});

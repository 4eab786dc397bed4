import assert from 'node:assert/strict';
import { readClients } from '../../src/queues';
import { waitFor } from '../support/wait-for';
import { onEmptyRedis, type Scope } from './support';

const USERS = ['guest on >pw ~* &* +@all -info -config', 'noclient on >pw ~* &* +@all -client|list'];

describe('the connections of a server', () => {
  let scope: Scope;
  onEmptyRedis({ args: ['--maxclients', '500'], users: USERS }, (_server, given) => (scope = given));

  it('are told with the names that Bull gives to those of workers, and how many are allowed', async () => {
    const queue = scope.queue('mail');
    void queue.process(async () => {});
    const connection = scope.connection();
    const { clients, limit } = await waitFor(async () => {
      const told = await connection.run(readClients);
      const clients = told.clients ?? [];
      return clients.some(({ name }) => name.startsWith('bull:')) && { clients, limit: told.limit };
    });
    assert.equal(limit, 500);
    const worker = clients.find(({ name }) => name === `bull:${Buffer.from('mail').toString('base64')}`);
    assert.match(worker?.address ?? '', /^127\.0\.0\.1:\d+$/);
    assert.ok(worker && worker.age >= worker.idle && worker.subscriptions === 0);
    assert.equal(clients.filter(({ subscriptions }) => subscriptions > 0).length, 1, "the worker's subscriber");
    assert.equal(clients.filter(({ name }) => name === 'bull-lens').length, 1);
  });

  it('are told without the limit where the user may not ask for it', async () => {
    const { limit } = await scope.connection({ username: 'guest', password: 'pw' }).run(readClients);
    assert.equal(limit, null);
  });

  it('are counted where the user may not ask whose they are', async () => {
    const told = await scope.connection({ username: 'noclient', password: 'pw' }).run(readClients);
    assert.deepEqual([told.clients, told.limit], [null, 500]);
    assert.ok((told.connected ?? 0) >= 1);
  });
});

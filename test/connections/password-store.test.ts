import assert from 'node:assert/strict';
import { moveOldPasswords, PasswordStore } from '../../src/connections/password-store';
import { MemorySecrets, MemoryState } from '../support/vscode-storage';

const endpoint = { host: 'eu1.example.com', port: 6380, database: 0, username: null, tls: null };
const tls = { ca: null, cert: null, key: null, servername: null };

describe('the passwords in SecretStorage', () => {
  const others: Record<string, object> = {
    'another host': { host: 'evil.example.com' },
    'this machine': { host: '127.0.0.1' },
    'another port': { port: 7777 },
    'another user': { username: 'bob' },
    'without TLS': { tls: null },
    'another authority': { tls: { ...tls, ca: '/evil/ca.pem' } },
    'another name in the certificate': { tls: { ...tls, servername: 'evil.example.com' } },
  };
  for (const [what, change] of Object.entries(others)) {
    it(`are given to no other endpoint: ${what}`, async () => {
      const store = new PasswordStore(new MemorySecrets());
      await store.set({ ...endpoint, tls }, 's3cret');
      assert.equal(await store.get({ ...endpoint, tls, ...change }), null);
      await store.delete({ ...endpoint, tls, ...change });
      assert.equal(await store.get({ ...endpoint, tls }), 's3cret');
    });
  }

  const same: Record<string, object> = {
    'another database': { database: 3 },
    'the default user by name': { username: 'default' },
    'a certificate of its own': { tls: { ...tls, cert: '/c.pem', key: '/c.key' } },
    'the name of the host in the certificate': { tls: { ...tls, servername: endpoint.host } },
  };
  for (const [what, change] of Object.entries(same)) {
    it(`are the same with ${what}`, async () => {
      const store = new PasswordStore(new MemorySecrets());
      await store.set({ ...endpoint, tls }, 's3cret');
      assert.equal(await store.get({ ...endpoint, tls, ...change }), 's3cret');
    });
  }

  it('cannot be read where the keychain is locked: that is said', async () => {
    const locked = new MemorySecrets();
    locked.failure = new Error('The keychain is locked');
    await assert.rejects(
      new PasswordStore(locked).get(endpoint),
      /^Error: VS Code cannot read the password from its SecretStorage: The keychain is locked$/,
    );
  });
});

describe('the passwords of version 0.1.0, kept by name', () => {
  const old = { 'bullLens.password:production': 's3cret' };
  const remembered = { 'queues:eu1.example.com:6380:bull': [] };

  it('go to the endpoint of the user’s connection that was used by then, once', async () => {
    const secrets = new MemorySecrets(old);
    const state = new MemoryState(remembered);
    await moveOldPasswords(secrets, state, [{ name: 'production', endpoint }]);
    assert.equal(await new PasswordStore(secrets).get(endpoint), 's3cret');
    assert.equal(await secrets.get('bullLens.password:production'), undefined);

    await secrets.store('bullLens.password:production', 'later');
    await moveOldPasswords(secrets, state, [{ name: 'production', endpoint: { ...endpoint, port: 1 } }]);
    assert.equal(await new PasswordStore(secrets).get({ ...endpoint, port: 1 }), null);
  });

  for (const [what, there] of [
    ['another host', { ...endpoint, host: '127.0.0.1', port: 7777 }],
    ['another port', { ...endpoint, port: 63_801 }],
    ['another database', { ...endpoint, database: 2 }],
  ] as const) {
    it(`do not go to ${what}, which 0.1.0 has never used: the person is asked`, async () => {
      const secrets = new MemorySecrets(old);
      await moveOldPasswords(secrets, new MemoryState(remembered), [{ name: 'production', endpoint: there }]);
      assert.equal(await new PasswordStore(secrets).get(there), null);
    });
  }

  it('do not take the place of one that was entered since', async () => {
    const secrets = new MemorySecrets(old);
    await new PasswordStore(secrets).set(endpoint, 'newer');
    await moveOldPasswords(secrets, new MemoryState(remembered), [{ name: 'production', endpoint }]);
    assert.equal(await new PasswordStore(secrets).get(endpoint), 'newer');
  });
});

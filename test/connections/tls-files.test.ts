import assert from 'node:assert/strict';
import { tlsFiles, tlsOf } from '../../src/connections/tls-files';

describe('tlsFiles', () => {
  const base = { home: '/home/ann', folder: '/srv/shop' };
  process.env.BULL_LENS_TEST_CERTS = '/etc/certs';
  after(() => delete process.env.BULL_LENS_TEST_CERTS);

  for (const [written, path] of [
    ['/etc/ca.pem', '/etc/ca.pem'],
    ['ca.pem', '/srv/shop/ca.pem'],
    ['./certs/ca.pem', '/srv/shop/certs/ca.pem'],
    ['../ca.pem', '/srv/ca.pem'],
    ['${workspaceFolder}/ca.pem', '/srv/shop/ca.pem'],
    ['~/ca.pem', '/home/ann/ca.pem'],
    ['${userHome}/ca.pem', '/home/ann/ca.pem'],
    ['~other/ca.pem', '/srv/shop/~other/ca.pem'],
    ['${env:BULL_LENS_TEST_CERTS}/ca.pem', '/etc/certs/ca.pem'],
  ] as const) {
    it(`makes ${written} into ${path}`, () => assert.equal(tlsFiles({ ca: written }, base).ca, path));
  }

  it('leaves out what is not given', () => {
    assert.deepEqual(tlsFiles({}, base), { ca: null, cert: null, key: null, servername: null });
  });

  for (const written of ['ca.pem', '${workspaceFolder}/ca.pem']) {
    it(`takes ${written} from no folder that is not open or not trusted`, () => {
      assert.throws(
        () => tlsFiles({ ca: written }, { ...base, folder: null }),
        /^Error: tls\.ca is a path in the workspace folder, and no folder that is trusted is open\.$/,
      );
    });
  }

  it('is of no URL without TLS', () => {
    assert.equal(tlsOf(false, undefined, base), null);
    assert.deepEqual(tlsOf(true, undefined, base), tlsFiles({}, base));
    assert.throws(() => tlsOf(false, {}, base), /^Error: tls is only for URLs that start with rediss:\/\/\.$/);
  });

  it('says which variable is not set', () => {
    assert.throws(() => tlsFiles({ ca: '${env:NO_CERTS}/ca.pem' }, base), /NO_CERTS is not set/);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { ConnectionStatus, ProblemKind, TlsOptions } from '../../../src/queues';
import { type Certificate, certificateFor } from '../../support/certificates';
import { startRedis, type TlsServerOptions } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { QUICK, Scope } from '../support';

const DAY = 86_400_000;
const PLAIN = /redis:\/\/|without TLS/;

describe('TLS', () => {
  let folder: string;
  let authority: Certificate;
  let scope: Scope;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bull-lens-tls-'));
    authority = await certificateFor({ names: ['Our Authority'] });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => scope.close());

  /** Connects to a Redis with these, and waits until it is known how that went. */
  async function connect(
    server: TlsServerOptions,
    tls: Partial<TlsOptions>,
    host = 'localhost',
  ): Promise<ConnectionStatus> {
    const redis = await startRedis({ tls: server });
    scope = new Scope(redis);
    scope.onClose(() => redis.stop());
    return settled({ host, port: redis.port, tls: { ...NONE, ...tls } });
  }

  async function settled(endpoint: { host: string; port: number; tls: TlsOptions }): Promise<ConnectionStatus> {
    const connection = scope.connection(endpoint, QUICK);
    await connection.run((redis) => redis.ping()).catch(() => {});
    // An alert of TLS can be overtaken by the end of the socket: then it is tried again.
    await waitFor(() => connection.status.state === 'ready' || connection.status.state === 'failed');
    return connection.status;
  }

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const ca = (certificate: Certificate = authority) => file('ca.pem', certificate.cert);
  const signed = (names?: readonly string[]) => certificateFor({ authority, ...(names && { names }) });

  it('trusts the authority that it is given', async () => {
    assert.equal((await connect({ certificate: await signed() }, { ca: ca() })).state, 'ready');
  });

  it('holds an address against the addresses of the certificate', async () => {
    assert.equal((await connect({ certificate: await signed() }, { ca: ca() }, '127.0.0.1')).state, 'ready');
  });

  it('shows its own certificate where the server asks for one', async () => {
    const own = await signed(['bull-lens']);
    const tls = { ca: ca(), cert: file('own.pem', own.cert), key: file('own.key', own.key) };
    assert.equal((await connect({ certificate: await signed(), clientAuthority: authority }, tls)).state, 'ready');
  });

  it('takes the name that it is given for that of the host', async () => {
    const status = await connect(
      { certificate: await signed(['redis.internal']) },
      { ca: ca(), servername: 'redis.internal' },
    );
    assert.equal(status.state, 'ready');
  });

  it('reads the files anew when it reconnects, as certificates are renewed', async () => {
    const redis = await startRedis({ tls: { certificate: await signed() } });
    scope = new Scope(redis);
    scope.onClose(() => redis.stop());
    const other = await certificateFor();
    const tls = { ...NONE, ca: file('renewed.pem', other.cert) };
    const connection = scope.connection({ host: 'localhost', tls }, QUICK);
    await assert.rejects(connection.reconnect(), { kind: 'certificate' });
    file('renewed.pem', authority.cert);
    await connection.reconnect();
    assert.equal(connection.status.state, 'ready');
  });

  describe('asks for the server by its name', () => {
    for (const [host, servername, expected] of [
      ['localhost', null, 'localhost'],
      ['localhost', 'redis.internal', 'redis.internal'],
      ['127.0.0.1', null, false],
    ] as const) {
      it(`${host}, ${servername ?? 'no servername'}: ${expected || 'none'}`, async () => {
        const { cert, key } = await signed(['localhost', '127.0.0.1', 'redis.internal']);
        const server = createTlsServer({ cert, key }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        scope = new Scope({ port: (server.address() as AddressInfo).port } as never);
        scope.onClose(() => server.close());
        const asked = once(server, 'secureConnection') as Promise<[{ servername: string | false }]>;
        server.on('secureConnection', (socket) => socket.on('error', () => {}).end());
        const tls = { ...NONE, ca: ca(), servername };
        const answer = scope.connection({ host, tls }, QUICK).run((redis) => redis.ping());
        await answer.catch(() => {});
        assert.equal((await asked)[0].servername, expected);
      });
    }
  });

  describe('says what is wrong, and never to go without', () => {
    interface Case {
      readonly server: () => Promise<TlsServerOptions>;
      readonly tls?: () => Promise<Partial<TlsOptions>>;
      readonly host?: string;
      readonly kind?: ProblemKind;
      readonly summary: string;
      readonly says: RegExp;
    }
    const certificate = (options: Parameters<typeof certificateFor>[0]) => async () => ({
      certificate: await certificateFor(options),
    });
    const cases: Record<string, Case> = {
      'a certificate that nobody trusts': {
        server: certificate({}),
        summary: 'certificate not trusted',
        says: /localhost:\d+ is signed by nobody that VS Code trusts\. Give the file of its authority as tls\.ca/,
      },
      'an authority that is not trusted': {
        server: async () => ({ certificate: await signed() }),
        summary: 'certificate not trusted',
        says: /tls\.ca/,
      },
      'another authority than the one given': {
        server: async () => ({ certificate: await signed() }),
        tls: async () => ({ ca: ca(await certificateFor()) }),
        summary: 'certificate not trusted',
        says: /tls\.ca/,
      },
      'a certificate that has expired': {
        server: async () => ({
          certificate: await certificateFor({
            authority,
            from: new Date(Date.now() - 2 * DAY),
            until: new Date(Date.now() - DAY),
          }),
        }),
        tls: async () => ({ ca: ca() }),
        summary: 'certificate expired',
        says: /has expired\. Renew it on the server/,
      },
      'a certificate that is not valid yet': {
        server: async () => ({
          certificate: await certificateFor({
            authority,
            from: new Date(Date.now() + DAY),
            until: new Date(Date.now() + 2 * DAY),
          }),
        }),
        tls: async () => ({ ca: ca() }),
        summary: 'certificate not yet valid',
        says: /not valid yet\. Check the clock/,
      },
      'a certificate of another name': {
        server: async () => ({ certificate: await signed(['eu1.example.com', '*.eu.example.com']) }),
        tls: async () => ({ ca: ca() }),
        summary: 'certificate of another name',
        says: /is for eu1\.example\.com, \*\.eu\.example\.com\. Use that name in the URL, or give it as tls\.servername/,
      },
      'a certificate of many names, and what a server writes there': {
        server: async () => ({
          certificate: await signed(['a.example', 'b.example', '[x](command:y)', 'c.example', 'd.example']),
        }),
        tls: async () => ({ ca: ca() }),
        summary: 'certificate of another name',
        says: /is for a\.example, b\.example, c\.example and 1 more\./,
      },
      'a server that asks for a certificate, and none is given': {
        server: async () => ({ certificate: await signed(), clientAuthority: authority }),
        tls: async () => ({ ca: ca() }),
        summary: 'own certificate refused',
        says: /tls\.cert.*tls\.key/,
      },
      'a server that trusts our certificate not': {
        server: async () => ({ certificate: await signed(), clientAuthority: await certificateFor() }),
        tls: async () => {
          const own = await signed(['bull-lens']);
          return { ca: ca(), cert: file('own.pem', own.cert), key: file('own.key', own.key) };
        },
        summary: 'own certificate refused',
        says: /a certificate that it trusts/,
      },
      'a file that is not there': {
        server: certificate({}),
        tls: async () => ({ ca: '/no/such/ca.pem' }),
        summary: 'no tls.ca',
        says: /The file \/no\/such\/ca\.pem is not there\. Check tls\.ca/,
      },
      'a file that is a folder': {
        server: certificate({}),
        tls: async () => ({ key: folder }),
        summary: 'no tls.key',
        says: /cannot be read \(EISDIR\)/,
      },
      'a key of another certificate': {
        server: certificate({}),
        tls: async () => ({
          cert: file('own.pem', (await signed()).cert),
          key: file('own.key', (await signed()).key),
        }),
        summary: 'tls files not usable',
        says: /that it is the key of that certificate/,
      },
      'a file that holds no PEM': {
        server: certificate({}),
        tls: async () => ({ cert: file('own.pem', 'hello'), key: file('own.key', 'hello') }),
        summary: 'tls files not usable',
        says: /in PEM/,
      },
    };
    for (const [what, { server, tls, host, kind = 'certificate', summary, says }] of Object.entries(cases)) {
      it(what, async () => {
        const status = await connect(await server(), (await tls?.()) ?? {}, host);
        assert.ok(status.state === 'failed', status.state);
        const { problem } = status;
        assert.deepEqual([problem.kind, problem.summary], [kind, summary], problem.message);
        assert.match(problem.message, says);
        assert.doesNotMatch(problem.message, PLAIN);
      });
    }

    it('a server that answers in the clear', async () => {
      await withServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
      const status = await settled({ host: 'localhost', port: scope.server.port, tls: NONE });
      assert.ok(status.state === 'failed');
      assert.match(status.problem.message, /does not speak TLS\. Check the port/);
      assert.doesNotMatch(status.problem.message, PLAIN);
    });

    for (const [what, end] of Object.entries({
      'closed by a load balancer in the middle of the handshake': (socket: Socket) => socket.end(),
      'reset in the middle of the handshake': (socket: Socket) => socket.resetAndDestroy(),
    })) {
      it(`${what}: it is tried again`, async () => {
        await withServer((socket) => socket.once('data', () => end(socket)));
        const connection = scope.connection({ host: 'localhost', tls: NONE }, QUICK);
        await connection.run((redis) => redis.ping()).catch(() => {});
        const { status } = connection;
        assert.ok(status.state === 'reconnecting', status.state);
        assert.equal(status.problem.kind, 'closed');
        assert.doesNotMatch(status.problem.message, PLAIN);
      });
    }

    it('a server that never answers: it is tried again', async () => {
      await withServer(() => {});
      const connection = scope.connection({ host: 'localhost', tls: NONE }, QUICK);
      await connection.run((redis) => redis.ping()).catch(() => {});
      assert.ok(connection.status.state === 'reconnecting');
      assert.match(connection.status.problem.message, /did not answer in time/);
      assert.doesNotMatch(connection.status.problem.message, PLAIN);
    });

    async function withServer(onConnection: (socket: Socket) => void): Promise<void> {
      const server = createServer((socket) => onConnection(socket.on('error', () => {}))).listen(0, 'localhost');
      await once(server, 'listening');
      scope = new Scope({ port: (server.address() as AddressInfo).port } as never);
      scope.onClose(() => server.close());
    }
  });
});

const NONE: TlsOptions = { ca: null, cert: null, key: null, servername: null };

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { type Certificate, certificateFor } from './certificates';
import { freePort } from './free-port';
import { waitFor } from './wait-for';

export interface RedisServerOptions {
  /** A free one unless given; give the old one to start a server again where another has stopped. */
  readonly port?: number;
  /** Password of the default user (`requirepass`). */
  readonly password?: string;
  /** ACL users as `ACL SETUSER` takes them: `['bob on >secret ~* +@all -scan']`. */
  readonly users?: readonly string[];
  /** TLS only, with a self-signed certificate for localhost and 127.0.0.1 unless another is given. */
  readonly tls?: boolean | TlsServerOptions;
  /** Makes this one a read-only replica. */
  readonly replicaOf?: RedisServer;
  /** More of redis-server's own arguments: `['--maxclients', '20']`. */
  readonly args?: readonly string[];
}

export interface TlsServerOptions {
  readonly certificate?: Certificate;
  /** Lets in only clients with a certificate that this one has signed. */
  readonly clientAuthority?: Certificate;
}

export interface RedisServer {
  readonly port: number;
  readonly pid: number;
  /** `redis://127.0.0.1:PORT`, or `rediss://localhost:PORT`, with the default user's password where it has one. */
  readonly url: string;
  /** PEM text of the certificate to trust; null without TLS. */
  readonly certificate: string | null;
  /** A client of the default user, made for the test itself; closed by `stop()`. */
  connect(options?: RedisOptions): Redis;
  /** SIGSTOP: accepts connections and never answers. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Ends the server at once (SIGKILL) and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real redis-server on the loopback, that saves nothing, with a folder of its own.
 * It ends with `stop()`, and in any case with this process.
 */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-redis-'));
  const port = options.port ?? (await freePort());
  const certificate = options.tls ? await writeCertificates(folder, options.tls === true ? {} : options.tls) : null;

  const server = spawn('redis-server', serverArguments(options, port, folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const clients: Redis[] = [];
  const removeAll = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeAll);

  try {
    await untilReady(server, output);
  } catch (error) {
    process.off('exit', removeAll);
    removeAll();
    throw error;
  }

  const auth = options.password ? `:${encodeURIComponent(options.password)}@` : '';
  const url = certificate ? `rediss://${auth}localhost:${port}` : `redis://${auth}127.0.0.1:${port}`;
  return {
    port,
    pid: server.pid!,
    url,
    certificate,
    connect(extra = {}) {
      const tls = certificate ? { tls: { ca: certificate } } : {};
      const client = new Redis(url, { ...tls, ...extra });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      for (const client of clients) client.disconnect();
      process.off('exit', removeAll);
      const ended = hasEnded(server) ? undefined : once(server, 'exit');
      removeAll();
      await ended;
    },
  };
}

function serverArguments(options: RedisServerOptions, port: number, folder: string): string[] {
  const listen = options.tls
    ? [
        ...['--port', '0', '--tls-port', `${port}`],
        ...['--tls-cert-file', join(folder, 'cert.pem'), '--tls-key-file', join(folder, 'key.pem')],
        ...(options.tls === true || !options.tls.clientAuthority
          ? ['--tls-auth-clients', 'no']
          : ['--tls-auth-clients', 'yes', '--tls-ca-cert-file', join(folder, 'clients.pem')]),
      ]
    : ['--port', `${port}`];
  return [
    ...listen,
    ...['--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', '--daemonize', 'no'],
    ...['--repl-diskless-sync-delay', '0'],
    ...(options.password ? ['--requirepass', options.password] : []),
    ...(options.users ?? []).flatMap((user) => ['--user', ...user.split(' ')]),
    ...(options.replicaOf ? ['--replicaof', `127.0.0.1 ${options.replicaOf.port}`] : []),
    ...(options.args ?? []),
  ];
}

/** Writes what the server needs, and returns its certificate. */
async function writeCertificates(folder: string, options: TlsServerOptions): Promise<string> {
  const { cert, key } = options.certificate ?? (await certificateFor());
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  if (options.clientAuthority) writeFileSync(join(folder, 'clients.pem'), options.clientAuthority.cert);
  return cert;
}

async function untilReady(server: ChildProcess, output: readonly string[]): Promise<void> {
  let cause: Error | undefined;
  server.once('error', (error) => (cause = error));
  const isReady = () => output.join('').includes('Ready to accept connections');
  await waitFor(() => isReady() || cause || hasEnded(server), { message: 'redis-server to accept connections' });
  if (cause) throw new Error('redis-server cannot be started; is it installed?', { cause });
  if (!isReady()) throw new Error(`redis-server ended with code ${server.exitCode}:\n${output.join('')}`);
}

function hasEnded(process: ChildProcess): boolean {
  return process.exitCode !== null || process.signalCode !== null;
}

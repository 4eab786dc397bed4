/** Whom to trust as the server, and who to be for it; each file is a path on this machine, in PEM. */
export interface TlsOptions {
  /** The only authorities to trust; null trusts those that Node trusts. */
  readonly ca: string | null;
  /** The client's own certificate, and its key. */
  readonly cert: string | null;
  readonly key: string | null;
  /** The name to ask for (SNI) and to find in the certificate; null takes the host. */
  readonly servername: string | null;
}

/** Where a Redis is and who asks. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
  /** The database number; 0 unless the URL names one. */
  readonly database: number;
  /** null without TLS. */
  readonly tls: TlsOptions | null;
  readonly username: string | null;
  readonly password: string | null;
}

/** One configured connection, complete: settings and secrets put together. */
export interface ConnectionSpec {
  /** Unique among the connections; the person gave it. */
  readonly name: string;
  readonly endpoint: RedisEndpoint;
  /** Bull's key prefixes to look under; at least one. */
  readonly prefixes: readonly string[];
  /** The queues to show, where they are named rather than discovered; null means discover. */
  readonly queues: readonly string[] | null;
}

/** What a Redis database is known by, `ids` being those of its server: whoever has one of these in common sees the same jobs. */
export function databaseNames(endpoint: RedisEndpoint, ids: readonly string[]): readonly string[] {
  return [describeEndpoint(endpoint).toLowerCase(), ...ids.map((id) => `${id}/${endpoint.database}`)];
}

/** `eu1.upstash.io:6380`, with `/2` for another database than 0; never a user or a password. */
export function describeEndpoint({ host, port, database }: RedisEndpoint): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${address}:${port}${database === 0 ? '' : `/${database}`}`;
}

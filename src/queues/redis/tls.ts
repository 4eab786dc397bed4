import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { TlsOptions } from './endpoint';

/** A file of the `tls` settings that cannot be read. */
export class TlsFileError extends Error {
  override readonly name = 'TlsFileError';

  constructor(
    readonly option: string,
    readonly file: string,
    /** Node's code, such as `ENOENT`. */
    readonly code: string,
  ) {
    super(`tls.${option}: ${file} cannot be read (${code})`);
  }
}

/** What Node needs for a TLS connection. The files are read each time, since certificates are renewed. @throws TlsFileError */
export async function tlsOptions(tls: TlsOptions, host: string): Promise<ConnectionOptions> {
  const files = await Promise.all(
    (['ca', 'cert', 'key'] as const).map(async (option) => {
      const file = tls[option];
      return file === null ? {} : { [option]: await read(option, file) };
    }),
  );
  // Node asks for no name by itself, and an address is no name (RFC 6066, 3).
  const servername = tls.servername ?? (isIP(host) ? null : host);
  return Object.assign({}, ...files, servername !== null && { servername }) as ConnectionOptions;
}

async function read(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new TlsFileError(option, file, (error as NodeJS.ErrnoException).code ?? 'unknown');
  }
}

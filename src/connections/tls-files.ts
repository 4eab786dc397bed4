import { isAbsolute, join } from 'node:path';
import type { TlsSetting } from '../contributions';
import type { TlsOptions } from '../queues';
import { expandEnvironment } from './environment';

/** What paths in the settings may start from. */
export interface PathBase {
  readonly home: string;
  /** The workspace folder on the disk; null where none is open, or it is not trusted. */
  readonly folder: string | null;
}

/** Of a URL with TLS or without, and the `tls` setting beside it. @throws Error as `tlsFiles` does, or where they contradict */
export function tlsOf(isTls: boolean, tls: TlsSetting | undefined, base: PathBase): TlsOptions | null {
  if (!isTls && tls) throw new Error('tls is only for URLs that start with rediss://.');
  return isTls ? tlsFiles(tls ?? {}, base) : null;
}

/** The paths of the `tls` setting, made absolute. @throws Error with what is wrong with one of them */
export function tlsFiles(tls: TlsSetting, base: PathBase): TlsOptions {
  const path = (option: 'ca' | 'cert' | 'key') => {
    const written = tls[option];
    return written === undefined ? null : absolute(`tls.${option}`, written, base);
  };
  return { ca: path('ca'), cert: path('cert'), key: path('key'), servername: tls.servername ?? null };
}

function absolute(option: string, written: string, { home, folder }: PathBase): string {
  const expanded = expandEnvironment(written).replace(/^(~|\$\{userHome\})(?=[\\/]|$)/, () => home);
  const path = expanded.replace(/^\$\{workspaceFolder\}[\\/]?/, '');
  if (isAbsolute(path) && path === expanded) return path;
  if (folder === null) {
    throw new Error(`${option} is a path in the workspace folder, and no folder that is trusted is open.`);
  }
  return join(folder, path);
}

import type * as vscode from 'vscode';
import type { RedisEndpoint } from '../queues';

type Holder = Omit<RedisEndpoint, 'password'>;

const PREFIX = 'bullLens.secret:';

/**
 * The passwords in SecretStorage. Each belongs to who is asked and how: host, port, user and TLS, with the authority
 * that is trusted. A connection of the same name that leads elsewhere does not get it, nor does one without TLS.
 */
export class PasswordStore {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** Tells when a password was stored or deleted, in this window or in another. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) listener();
    });
  }

  /** null where there is none. @throws Error where the keychain does not let it be read */
  async get(endpoint: Holder): Promise<string | null> {
    try {
      return (await this.secrets.get(keyOf(endpoint))) ?? null;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`VS Code cannot read the password from its SecretStorage: ${why}`);
    }
  }

  async set(endpoint: Holder, password: string): Promise<void> {
    await this.secrets.store(keyOf(endpoint), password);
  }

  async delete(endpoint: Holder): Promise<void> {
    await this.secrets.delete(keyOf(endpoint));
  }
}

/** Whether both get the same password. */
export function samePassword(a: Holder, b: Holder): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ host, port, username, tls }: Holder): string {
  const user = encodeURIComponent(username ?? 'default');
  const trust = tls && { ca: tls.ca, servername: tls.servername === host ? null : tls.servername };
  return `${PREFIX}${user}@${host}:${port} ${trust ? JSON.stringify(trust) : 'without TLS'}`;
}

const OLD_PREFIX = 'bullLens.password:';
const MOVED = 'passwordsMoved';

/**
 * Moves the passwords of version 0.1.0, which kept them by the connection's name, to the endpoints of those connections;
 * once. That a connection of the user's settings has a name does not say that its password was given for it: the queues
 * that 0.1.0 remembers are a proof that it was used there. Where there is none the person is asked.
 */
export async function moveOldPasswords(
  secrets: vscode.SecretStorage,
  state: vscode.Memento,
  ofUser: readonly { readonly name: string; readonly endpoint: Holder }[],
): Promise<void> {
  if (state.get<boolean>(MOVED)) return;
  const store = new PasswordStore(secrets);
  for (const { name, endpoint } of ofUser) {
    const password = await secrets.get(OLD_PREFIX + name);
    if (password === undefined || !wasUsed(state, endpoint)) continue;
    if ((await store.get(endpoint)) === null) await store.set(endpoint, password);
    await secrets.delete(OLD_PREFIX + name);
  }
  await state.update(MOVED, true);
}

function wasUsed(state: vscode.Memento, { host, port, database }: Holder): boolean {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}${database === 0 ? '' : `/${database}`}`;
  return state.keys().some((key) => key.startsWith(`queues:${address}:`));
}

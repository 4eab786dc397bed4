import type { Uri } from 'vscode';
import type { ConnectionSetting } from '../contributions';
import { kindOf } from '../setting-shapes';
import { untilConnectionsAreRead, writeConnections, writtenConnections, type ConnectionOwner } from '../settings';
import { nameOf, readConnectionSetting, type ConnectionReading } from './connection-setting';

/** A connection as it stands in the settings. */
export type ListedConnection = {
  /** Unique in this window: a second connection of a name is called `name (2)`. */
  readonly name: string;
  readonly owner: ConnectionOwner;
  /** Its place in the list of its owner. */
  readonly index: number;
} & ConnectionReading;

const owners = ['workspace', 'remote', 'user'] as const;

/** Waits until the connections are those that the files of the settings hold; some seconds at most. */
export async function untilAllAreRead(storage: Uri): Promise<void> {
  await Promise.all(owners.map((owner) => untilConnectionsAreRead(owner, storage)));
}

/** All connections of this window: the workspace's, those of the remote machine, then the user's. */
export function listConnections(): ListedConnection[] {
  const written = writtenConnections();
  const names = new Set<string>();
  return owners.flatMap((owner) =>
    entriesOf(written[owner]).map((entry, index) => {
      const name = uniqueName(entry.name ?? nameOf(entry.value, index), names);
      names.add(name);
      return { name, owner, index, ...(entry.reading ?? readConnectionSetting(entry.value)) };
    }),
  );
}

interface Entry {
  readonly value: unknown;
  readonly name?: string;
  readonly reading?: ConnectionReading;
}

function entriesOf(written: unknown): readonly Entry[] {
  if (written === undefined || written === null) return [];
  if (Array.isArray(written)) return written.map((value: unknown) => ({ value }));
  const problem = `bullLens.connections is ${kindOf(written)}, where it has to be a list: [{ "name": …, "url": … }].`;
  return [{ value: written, name: 'connections', reading: { problem } }];
}

export const settingsOf: Readonly<Record<ConnectionOwner, string>> = {
  workspace: 'the settings of this workspace',
  remote: 'the settings of the remote machine',
  user: 'your settings',
};

/** Where a new connection goes. */
export function ownerOfNew(): ConnectionOwner {
  return writtenConnections().remote === undefined ? 'user' : 'remote';
}

/** `name`, or `name (2)` where that is taken. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let unique = name;
  for (let i = 2; taken.has(unique); i++) unique = `${name} (${i})`;
  return unique;
}

/**
 * Changes the list of one owner; what is not understood in it stays as it is, unless it is the one that is changed.
 *
 * @throws Error where what is written there is no list, so that nothing can be added to it
 */
export async function changeConnections(
  owner: ConnectionOwner,
  change: (connections: readonly unknown[]) => readonly unknown[],
  storage: Uri,
): Promise<void> {
  await untilConnectionsAreRead(owner, storage);
  const written = writtenConnections()[owner] ?? [];
  if (!Array.isArray(written)) {
    throw new Error(
      `bullLens.connections is ${kindOf(written)} in ${settingsOf[owner]}. Make it a list there first: [].`,
    );
  }
  await writeConnections(owner, change(written as unknown[]), storage);
}

/** A connection's entry with some of its fields changed; the others stay, also those that are not known here. */
export function changed(entry: unknown, change: Partial<ConnectionSetting>): unknown {
  return { ...(entry as object), ...change };
}

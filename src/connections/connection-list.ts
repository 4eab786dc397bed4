import type { Uri } from 'vscode';
import type { ConnectionSetting } from '../contributions';
import { kindOf } from '../setting-shapes';
import { untilConnectionsAreRead, writeConnections, writtenConnections, type ConnectionOwner } from '../settings';
import { readConnections, type NamedReading } from './connection-setting';

/** A connection as it stands in the settings. */
export type ListedConnection = {
  readonly owner: ConnectionOwner;
  /** Its place in the list of its owner. */
  readonly index: number;
} & NamedReading;

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
    readConnections(written[owner], names).map((reading, index) => ({ owner, index, ...reading })),
  );
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

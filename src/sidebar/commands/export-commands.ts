import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { describeExport } from '../../export-words';
import { showInformationMessage, withProgress } from '../../messages';
import { plural } from '../../words';
import type { ExportFormat, ExportOutcome, RedisConnection } from '../../queues';
import type { Session } from '../../sessions/session';
import { exportedJobs, nameOf, sessionOf, type Exportable } from './exported-rows';

/** Writes jobs to a file. */
export class ExportCommands {
  readonly export = async (rows: Exportable) => {
    const session = sessionOf(rows);
    const { connection } = session;
    if (!connection) throw new Error(`${session.name} is not connected.`);
    const file = await askFile(nameOf(rows));
    if (!file) return;
    if (file.scheme !== 'file') throw new Error('Jobs are exported to a file on disk: choose one.');
    const outcome = await write(file.fsPath, session, connection, rows);
    const open = 'Open';
    const message = describeExport(outcome, vscode.workspace.asRelativePath(file));
    if ((await showInformationMessage(message, ...(outcome ? [open] : []))) === open) {
      await vscode.commands.executeCommand('vscode.open', file);
    }
  };
}

/** null where it was cancelled: what had been written by then is removed. */
async function write(
  path: string,
  session: Session,
  connection: RedisConnection,
  rows: Exportable,
): Promise<ExportOutcome | null> {
  const { exportJobs } = await import('../../queues');
  const format: ExportFormat = path.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
  const unfinished = `${path}.unfinished`;
  const stream = createWriteStream(unfinished);
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  try {
    const outcome = await withProgress({ title: `Exporting jobs`, cancellable: true }, async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      const jobs = await exportedJobs(rows, cancel.signal);
      const result = await exportJobs(connection, jobs, {
        ...{ format, shownData: session.shownData(), signal: cancel.signal },
        write: async (text) => {
          if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
        },
        onProgress: ({ written }) => progress.report({ message: plural(written, 'job') }),
      });
      return cancel.signal.aborted ? null : result;
    });
    stream.end();
    await Promise.race([once(stream, 'close'), failed]);
    if (outcome) await rename(unfinished, path);
    return outcome;
  } finally {
    stream.destroy();
    await rm(unfinished, { force: true });
  }
}

async function askFile(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.jsonl`),
    filters: { 'JSON Lines': ['jsonl'], CSV: ['csv'] },
    saveLabel: 'Export',
  });
}

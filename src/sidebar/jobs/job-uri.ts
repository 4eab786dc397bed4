import * as vscode from 'vscode';
import { JOB_SCHEME } from '../../contributions';
import { fileName } from '../file-name';

/** Which job a document shows. */
export interface JobAddress {
  readonly connection: string;
  readonly prefix: string;
  readonly queue: string;
  /** `JobId.key` */
  readonly id: string;
  readonly whole: boolean;
}

/** A URI whose last part is what the editor's tab says: `ai-parsing #71.json`. */
export function jobUri(address: JobAddress, title: string): vscode.Uri {
  const file = `${address.queue} #${title}${address.whole ? ' (whole)' : ''}.json`;
  return vscode.Uri.from({ scheme: JOB_SCHEME, path: `/${fileName(file)}`, query: JSON.stringify(address) });
}

/** null where the URI is none of ours. */
export function jobAddress(uri: vscode.Uri): JobAddress | null {
  if (uri.scheme !== JOB_SCHEME) return null;
  return JSON.parse(uri.query) as JobAddress;
}

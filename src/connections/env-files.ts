import { parse } from 'dotenv';
import * as vscode from 'vscode';
import { parseRedisUrl } from './redis-url';

/** A Redis URL that stands in a `.env` file of the workspace. */
export interface EnvironmentUrl {
  readonly variable: string;
  readonly url: string;
  /** `.env`, relative to the workspace. */
  readonly file: string;
}

const MAX_FILES = 50;

/** The Redis URLs in the workspace's `.env` files, each once. Reads the files and nothing else: nothing is connected to. */
export async function findEnvironmentUrls(): Promise<EnvironmentUrl[]> {
  const files = await vscode.workspace.findFiles('**/{.env,.env.*}', '**/node_modules/**', MAX_FILES);
  const found = new Map<string, EnvironmentUrl>();
  for (const uri of files.sort((a, b) => a.path.localeCompare(b.path))) {
    const text = await vscode.workspace.fs.readFile(uri).then(
      (bytes) => new TextDecoder().decode(bytes),
      // A file that went between the search and the reading has no URL to offer.
      () => '',
    );
    for (const [variable, url] of Object.entries(parse(text))) {
      if (isRedisUrl(url) && !found.has(url)) {
        found.set(url, { variable, url, file: vscode.workspace.asRelativePath(uri) });
      }
    }
  }
  return [...found.values()];
}

function isRedisUrl(text: string): boolean {
  try {
    parseRedisUrl(text);
    return true;
  } catch {
    return false;
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that a folder is at, as twelve hexadecimal digits; null where there is none, or no Git. */
export async function commitIn(folder: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const git = promisify(execFile)('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: folder });
  // A deployment job may have no checkout.
  const commit = await git.then(({ stdout }) => stdout.trim()).catch(() => environment.GITHUB_SHA ?? '');
  return /^[0-9a-f]{40,64}$/.test(commit) ? commit.slice(0, 12) : null;
}

import type * as vscode from 'vscode';
import { newStopFlag, stop, type StopFlag } from '../lint-thread/stop-flag';

/** Asks something of the linter's thread that is no longer wanted once the token is cancelled. */
export async function stopping<T>(token: vscode.CancellationToken, ask: (flag: StopFlag) => Promise<T>): Promise<T> {
  const flag = newStopFlag();
  if (token.isCancellationRequested) stop(flag);
  const subscription = token.onCancellationRequested(() => stop(flag));
  try {
    return await ask(flag);
  } finally {
    subscription.dispose();
  }
}

import { withProgress } from '../../messages';
import type { ActionProgress } from '../../queues';
import { count } from '../../words';

/** Runs with a notification that can cancel it; how far it is, where the total is known. */
export function withCancel<T>(
  title: string,
  run: (progress: ActionProgress & { signal: AbortSignal }) => Promise<T>,
  total?: number,
): Thenable<T> {
  return withProgress({ title, cancellable: true }, (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let before = 0;
    const onProgress = (done: number) => {
      if (total === undefined) return;
      progress.report({ message: `${count(done)} of ${count(total)}`, increment: ((done - before) / total) * 100 });
      before = done;
    };
    return run({ signal: cancel.signal, onProgress });
  });
}

import { withProgress } from '../../messages';
import { count } from '../../words';

interface CancellableProgress {
  readonly signal: AbortSignal;
  /** @param of how many, where that shows only on the way */
  readonly onProgress: (done: number, of?: number) => void;
}

/** Runs with a notification that can cancel it; how far it is, where the total is known. */
export function withCancel<T>(
  title: string,
  run: (progress: CancellableProgress) => Promise<T>,
  total?: number,
): Thenable<T> {
  return withProgress({ title, cancellable: true }, (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let share = 0;
    const onProgress = (done: number, of = total) => {
      if (of === undefined) return;
      const percent = of === 0 ? 0 : (done / of) * 100;
      progress.report({ message: `${count(done)} of ${count(of)}`, increment: Math.max(0, percent - share) });
      share = Math.max(share, percent);
    };
    return run({ signal: cancel.signal, onProgress });
  });
}

import { withProgress } from '../../messages';
import { count } from '../../words';

interface CancellableProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, more?: { readonly of?: number | undefined; readonly note?: string }) => void;
}

/** Runs with a notification that can cancel it: how far it is, where the total is known or told, and what there is to note. */
export function withCancel<T>(
  title: string,
  run: (progress: CancellableProgress) => Promise<T>,
  total?: number,
): Thenable<T> {
  return withProgress({ title, cancellable: true }, (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let share = 0;
    const onProgress: CancellableProgress['onProgress'] = (done, { of = total, note } = {}) => {
      if (of === undefined) return;
      const percent = of === 0 ? 0 : (done / of) * 100;
      const message = [`${count(done)} of ${count(of)}`, note].filter(Boolean).join(' · ');
      progress.report({ message, increment: Math.max(0, percent - share) });
      share = Math.max(share, percent);
    };
    return run({ signal: cancel.signal, onProgress });
  });
}

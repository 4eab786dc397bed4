import type { Node } from './nodes/node';

/** An answer is on its way to the window for a moment, and is then drawn. */
const ON_ITS_WAY_MS = 150;

/**
 * The rows whose children VS Code has asked for and may not have drawn yet; `undefined` is the tree itself.
 *
 * Told of such a row, the extension host forgets the children that it has just sent, and the window, which gets both
 * messages at once, draws these children all the same and does not ask again: a click on one then finds nothing
 * (VS Code's extHostTreeViews.ts `_refreshNode`, customView.ts `getChildrenBatch`).
 */
export class Answers {
  private readonly given = new WeakMap<object, { open: number; last: number }>();
  private readonly ofTree = {};

  constructor(private readonly now: () => number = () => performance.now()) {}

  async give<T>(row: Node | undefined, answer: () => Promise<T>): Promise<T> {
    const key = row ?? this.ofTree;
    const state = this.given.get(key) ?? { open: 0, last: 0 };
    this.given.set(key, state);
    state.open++;
    try {
      return await answer();
    } finally {
      state.open--;
      state.last = this.now();
    }
  }

  isOpen(row: Node): boolean {
    return (this.given.get(row)?.open ?? 0) > 0;
  }

  /** Whether the window may not have drawn yet what is below the row. */
  isUnderWay(row: Node | undefined): boolean {
    const state = this.given.get(row ?? this.ofTree);
    return state !== undefined && (state.open > 0 || this.now() - state.last < ON_ITS_WAY_MS);
  }
}

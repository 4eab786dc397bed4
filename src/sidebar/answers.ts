import { setImmediate } from 'node:timers/promises';
import type { Node } from './nodes/node';

/**
 * The rows whose children VS Code has asked for and may not have drawn yet; `undefined` is the tree itself.
 *
 * Told of such a row, or of one above it, the extension host forgets the children that it has just sent, and the window,
 * which gets both messages at once, draws these children all the same and does not ask again: a click on one then finds
 * nothing (VS Code's extHostTreeViews.ts `_refreshNode`, customView.ts `getChildrenBatch`).
 *
 * VS Code asks for several rows in one question, one after the other, and sends the answers together (extHostTreeViews.ts
 * `$getChildren`). So no row is known to be drawn before nothing is asked any more, and the window has then answered
 * something that was sent after the answers.
 */
export class Answers {
  private readonly undrawn = new Map<Node | undefined, { open: number }>();
  private asked = 0;
  private open = 0;

  /** `roundTrip`: to the window and back, behind all that was sent before. */
  constructor(private readonly roundTrip: () => PromiseLike<unknown>) {}

  async give<T>(row: Node | undefined, answer: () => Promise<T>): Promise<T> {
    const state = this.undrawn.get(row) ?? { open: 0 };
    this.undrawn.set(row, state);
    this.asked++;
    this.open++;
    state.open++;
    try {
      return await answer();
    } finally {
      this.open--;
      state.open--;
      if (this.open === 0) void this.untilDrawn(this.asked);
    }
  }

  isOpen(row: Node): boolean {
    return (this.undrawn.get(row)?.open ?? 0) > 0;
  }

  /** Whether the window may not have drawn yet what is below the row, or below one that is below it. */
  isUnderWayIn(row: Node | undefined): boolean {
    return [...this.undrawn.keys()].some((asked) => isIn(asked, row));
  }

  /** Whether that, or the row may not have been drawn itself. */
  isUnderWayAround(row: Node | undefined): boolean {
    return [...this.undrawn.keys()].some((asked) => isIn(asked, row) || isIn(row, asked));
  }

  private async untilDrawn(asked: number): Promise<void> {
    // The answer leaves after this turn, or VS Code asks on.
    await setImmediate();
    if (this.asked !== asked) return;
    await this.roundTrip().then(undefined, () => undefined);
    if (this.asked === asked) this.undrawn.clear();
  }
}

/** Whether a row is another one, or below it. */
function isIn(row: Node | undefined, other: Node | undefined): boolean {
  if (!other) return true;
  for (let at: Node | null | undefined = row; at; at = at.parent) if (at === other) return true;
  return false;
}

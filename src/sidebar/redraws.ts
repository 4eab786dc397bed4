import type { Node } from './nodes/node';

/** VS Code spends time with the square of the rows that it is told of at once, and gathers for 200 ms. */
const MOST_AT_ONCE = 200;
const PAUSE = 250;

/**
 * The rows that say something else now. VS Code is told of each once, however often it has changed, never of one beside
 * its parent, which redraws all below it, and of many a few at a time, so that the extension host is not held up.
 */
export class Redraws {
  private readonly waiting = new Set<Node>();
  private isWholeTree = false;
  private timer: NodeJS.Timeout | null = null;
  private isDisposed = false;

  constructor(private readonly tell: (nodes: Node[] | undefined) => void) {}

  add(node: Node): void {
    this.waiting.add(node);
    this.schedule(0);
  }

  addAll(): void {
    this.isWholeTree = true;
    this.schedule(0);
  }

  dispose(): void {
    this.isDisposed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private schedule(ms: number): void {
    if (!this.isDisposed) this.timer ??= setTimeout(() => this.tellSome(), ms);
  }

  private tellSome(): void {
    this.timer = null;
    if (this.isWholeTree) {
      this.isWholeTree = false;
      this.waiting.clear();
      return this.tell(undefined);
    }
    for (const node of this.waiting) if (this.isBelowAnother(node)) this.waiting.delete(node);
    const some = [...this.waiting].slice(0, MOST_AT_ONCE);
    for (const node of some) this.waiting.delete(node);
    if (some.length > 0) this.tell(some);
    if (this.waiting.size > 0) this.schedule(PAUSE);
  }

  private isBelowAnother(node: Node): boolean {
    for (let { parent } = node; parent; { parent } = parent) if (this.waiting.has(parent)) return true;
    return false;
  }
}

import type { Node } from './nodes/node';

/** VS Code spends time with the square of the rows that it is told of at once. */
const MOST_AT_ONCE = 200;
/** VS Code holds back what it is told of within 200 ms, and redraws it when much else may have happened. */
const PAUSE_MS = 250;

/**
 * The rows that say something else now. VS Code is told of each once, however often it has changed, never of one beside
 * its parent, which redraws all below it, never of one that is held back, and of many a few at a time, so that the
 * extension host is not held up.
 */
export class Redraws {
  private readonly waiting = new Set<Node>();
  private isWholeTree = false;
  private timer: NodeJS.Timeout | null = null;
  private toldAt = -Infinity;
  private isDisposed = false;

  /** `isHeldBack`: whether VS Code must not be told of a row yet; of `undefined`, the tree itself. */
  constructor(
    private readonly tell: (nodes: Node[] | undefined) => void,
    private readonly isHeldBack: (row: Node | undefined) => boolean = () => false,
  ) {}

  add(node: Node): void {
    this.waiting.add(node);
    this.schedule();
  }

  addAll(): void {
    this.isWholeTree = true;
    this.schedule();
  }

  /** What held rows back may have ended: looks at once. */
  lookAgain(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.schedule();
  }

  dispose(): void {
    this.isDisposed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private schedule(earliest = 0): void {
    if (this.isDisposed || this.timer) return;
    const wait = Math.max(earliest, this.toldAt + PAUSE_MS - performance.now());
    this.timer = setTimeout(() => this.tellSome(), Math.max(0, wait));
  }

  private tellSome(): void {
    this.timer = null;
    if (this.isWholeTree) this.tellOfAll();
    else this.tellOfThoseDrawn();
    if (this.isWholeTree || this.waiting.size > 0) this.schedule(PAUSE_MS);
  }

  private tellOfAll(): void {
    if (this.isHeldBack(undefined)) return;
    this.isWholeTree = false;
    this.waiting.clear();
    this.toldAt = performance.now();
    this.tell(undefined);
  }

  private tellOfThoseDrawn(): void {
    for (const node of this.waiting) if (this.isBelowAnother(node)) this.waiting.delete(node);
    const some = [...this.waiting].filter((node) => !this.isHeldBack(node)).slice(0, MOST_AT_ONCE);
    if (some.length === 0) return;
    for (const node of some) this.waiting.delete(node);
    this.toldAt = performance.now();
    this.tell(some);
  }

  private isBelowAnother(node: Node): boolean {
    for (let { parent } = node; parent; { parent } = parent) if (this.waiting.has(parent)) return true;
    return false;
  }
}

import type { Node } from './node';

interface DrawnNode<T> extends Node {
  /** The same row, of what it is now. */
  showing(value: T): this;
}

/** The rows below a folder that were drawn last: what is shown still has the row that it had, so that VS Code knows it. */
export class DrawnNodes<T, N extends DrawnNode<T>> {
  private byId: ReadonlyMap<string, N> = new Map();

  get all(): readonly N[] {
    return [...this.byId.values()];
  }

  get(id: string): N | undefined {
    return this.byId.get(id);
  }

  draw(values: readonly T[], make: (value: T) => N): N[] {
    const nodes = values.map((value) => {
      const node = make(value);
      return this.byId.get(node.id)?.showing(value) ?? node;
    });
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }

  /** Those that are drawn, as they are now, in their order; null where there are others. */
  same(values: readonly T[], make: (value: T) => N): N[] | null {
    const now = new Map(values.map((value) => [make(value).id, value]));
    const isSame = now.size === this.byId.size && this.all.every(({ id }) => now.has(id));
    return isSame ? this.all.map((node) => node.showing(now.get(node.id) as T)) : null;
  }

  has(child: Node): boolean {
    return this.byId.get(child.id) === child;
  }
}

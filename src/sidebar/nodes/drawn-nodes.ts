import type { Node } from './node';

/** The rows below a folder that were drawn last: what is shown still has the row that it had, so that VS Code knows it. */
export class DrawnNodes<T, N extends Node & { showing(value: T): N }> {
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

  has(child: Node): boolean {
    return this.byId.get(child.id) === child;
  }
}

import type { JobList, JobRow } from '../../queues';
import { DrawnNodes } from './drawn-nodes';
import { icons } from './icons';
import type { JobFolder } from './job-folder';
import { JobNode } from './job-node';
import { LoadMoreNode } from './load-more-node';
import { MessageNode } from './message-node';
import type { Node } from './node';

/** The rows of the jobs in a folder, as far as they are read. */
export class JobRows {
  private readonly drawn = new DrawnNodes<JobRow, JobNode>();

  constructor(private readonly folder: JobFolder) {}

  /** The list of the folder's jobs; null where it is closed. */
  get list(): JobList | null {
    const { queueNode, state, cause } = this.folder;
    return queueNode.parent.session.jobs?.find(queueNode.queue, state, cause) ?? null;
  }

  /** The rows whose ages have changed since they were drawn; null where the jobs themselves have. */
  outdated(): JobNode[] | null {
    const rows = shown(this.list);
    const nodes = this.drawn.all;
    const isSame = rows.length === nodes.length && nodes.every((node, i) => node.shows(rows[i] as JobRow));
    return isSame ? nodes.filter((node) => node.isOutdated) : null;
  }

  /** `total`: how many jobs there are, those among them that are not read; null where that is not known. */
  draw(total: number | null): Node[] {
    const { list, folder } = this;
    const nodes = this.drawNodes(list?.problem == null ? shown(list) : []);
    if (list?.problem != null) return [new MessageNode(folder, list.problem, { icon: icons.warning() })];
    if (!list?.rows) return [];
    if (list.rows.length === 0) return [new MessageNode(folder, `No ${folder.state} jobs`)];
    const left = (total ?? 0) - list.rows.length;
    const more = list.isFull && left > 0 ? [new LoadMoreNode(folder, left, list.pageSize)] : [];
    return [...nodes, ...more];
  }

  has(child: Node): boolean {
    return child instanceof LoadMoreNode ? child.parent === this.folder : this.drawn.has(child);
  }

  /** The rows that there are already, and new ones; Redis may list an id twice. */
  private drawNodes(rows: readonly JobRow[]): JobNode[] {
    const seen = new Map<string, number>();
    return this.drawn.draw(rows, (row) => {
      const before = seen.get(row.id.key) ?? 0;
      seen.set(row.id.key, before + 1);
      return new JobNode(this.folder, row, before);
    });
  }
}

/** Jobs whose data is gone have one row together. */
function shown(list: JobList | null): readonly JobRow[] {
  return list?.rows?.filter(({ presence }) => presence !== 'gone') ?? [];
}

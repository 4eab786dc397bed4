import { alternatives, option, stringIn } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import { isProduction, packageOf } from './production';
import type { Queue } from './queue';

/** Which files speak of the same queues in Redis: those of one package, and those that some process loads together. */
export class Neighbours {
  /** Of the files that run in production; null for others. */
  private readonly packages = new Map<string, string | null>();

  constructor(
    private readonly project: Project,
    /** Whether some process loads both files. */
    readonly areLoadedTogether: (a: string, b: string) => boolean,
  ) {}

  /** Both run in production, too. */
  are(a: string, b: string): boolean {
    const [ofA, ofB] = [this.packageOf(a), this.packageOf(b)];
    if (ofA === null || ofB === null) return false;
    return ofA === ofB || this.areLoadedTogether(a, b);
  }

  private packageOf(file: string): string | null {
    let found = this.packages.get(file);
    if (found === undefined) {
      found = isProduction(file, this.project) ? packageOf(file, this.project) : null;
      this.packages.set(file, found);
    }
    return found;
  }
}

/** Queues by the one name that they surely have, and those that may have several. */
export class QueueNames {
  private readonly byName = new Map<string, Queue[]>();
  private readonly others: Queue[] = [];

  constructor(queues: readonly Queue[]) {
    for (const queue of queues) {
      const name = stringIn(queue.name);
      const known = name === undefined ? this.others : (this.byName.get(name) ?? []);
      if (name !== undefined) this.byName.set(name, known);
      known.push(queue);
    }
  }

  /** Those that have the name, or may have it. */
  of(name: string): readonly Queue[] {
    return [...(this.byName.get(name) ?? []), ...this.others.filter((each) => mayBeNamed(each.name, name))];
  }
}

/** The places that make the same queue in Redis; null where the queue's name is not known, or another may have it too. */
export function namesakesOf(queue: Queue, names: QueueNames, neighbours: Neighbours): readonly Queue[] | null {
  const name = stringIn(queue.name);
  if (name === undefined) return null;
  const candidates = names
    .of(name)
    .filter((each) => each !== queue && neighbours.are(each.file, queue.file) && !haveOtherPrefixes(each, queue));
  return candidates.every((each) => stringIn(each.name) === name) ? [queue, ...candidates] : null;
}

/** Whether a value may be a text. */
export function mayBeNamed(value: Value, name: string): boolean {
  return alternatives(value).some((single) => mayBeText(single, name));
}

function mayBeText(value: SingleValue, text: string): boolean {
  if (value.kind === 'unknown' || value.kind === 'imported') return true;
  if (value.kind === 'literal') return String(value.value) === text;
  if (value.kind !== 'text') return false;
  const { parts } = value;
  const [first, last] = [parts[0] ?? '', parts.at(-1) ?? ''];
  return text.startsWith(first) && text.endsWith(last);
}

function haveOtherPrefixes(a: Queue, b: Queue): boolean {
  const [ofA, ofB] = [a, b].map((each) => stringIn(option(each.options, 'prefix')));
  return ofA !== undefined && ofB !== undefined && ofA !== ofB;
}

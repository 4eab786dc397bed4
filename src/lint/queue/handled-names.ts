import { alternatives, stringIn } from '../evaluation/inspect-value';
import type { Evaluator, Value } from '../evaluation/value';
import { mayBeNamed } from './namesakes';
import type { Queue } from './queue';
import type { Workspace } from './workspace';
import { processorOf, type Processor } from './jobs/processors';

/** What the processors of a queue take, all of which are known. */
export interface HandledNames {
  readonly names: ReadonlySet<string>;
  readonly processors: readonly Processor[];
}

/** The names of the jobs that the processors of a queue take; null where there is none, or one that is not known. */
export function handledNames(queue: Queue, workspace: Workspace, evaluator: Evaluator): HandledNames | null {
  const namesakes = workspace.namesakesOf(queue);
  if (!namesakes || namesakes.some(({ roles }) => roles.escapes)) return null;
  const processors = processorsOf(namesakes, evaluator);
  const elsewhere = processorsOf(mayBeWorkersOf(queue, namesakes, workspace), evaluator);
  const names = new Set<string>();
  for (const { name } of [...processors, ...elsewhere]) {
    const known = stringsIn(name);
    if (!known) return null;
    for (const each of known) names.add(each);
  }
  return processors.length > 0 ? { names, processors } : null;
}

/** Each once: the queues of several NestJS modules may share them. */
function processorsOf(queues: readonly Queue[], evaluator: Evaluator): readonly Processor[] {
  const uses = new Map(queues.flatMap(({ roles }) => roles.processes.map((use) => [use.node, use] as const)));
  return [...uses.values()].map((use) => processorOf(use, evaluator));
}

/** Queues in other packages that may be the same one. */
function mayBeWorkersOf(queue: Queue, namesakes: readonly Queue[], { queues }: Workspace): readonly Queue[] {
  const name = stringIn(queue.name) ?? '';
  return queues.filter((each) => !namesakes.includes(each) && mayBeNamed(each.name, name));
}

/** All that a value may be, where that is text; null where it may be something else. */
export function stringsIn(value: Value): readonly string[] | null {
  const all = alternatives(value).map(stringIn);
  return all.includes(undefined) ? null : all.flatMap((each) => each ?? []);
}

import type { Budget, Finding, JobUse, Location, ProcessInCode, QueueInCode, SourceFiles } from '../lint';
import type { PlacedBudget, PlacedQueue, PlacedUse, QueueIndex } from './answers';
import { digest } from './digest';
import { Places } from './places';

/** Queues with their places as VS Code counts them, and the findings about each construction. */
export function queueIndex(
  queues: readonly QueueInCode[],
  processes: readonly ProcessInCode[],
  findings: readonly Finding[],
  files: SourceFiles,
): QueueIndex {
  const places = new Places(files);
  const placedUse = (use: JobUse): PlacedUse => ({
    file: use.file,
    range: places.range(use),
    jobs: use.jobs,
    queues: use.queues,
  });
  const placed = queues.map((queue): PlacedQueue => ({
    file: queue.file,
    range: places.range(queue),
    head: places.range(queue.head),
    prefixes: queue.prefixes,
    names: queue.names,
    isOpen: queue.isOpen,
    lock: queue.lock,
    budget: queue.budget && placedBudget(queue.budget, places),
    processors: queue.processors.map(placedUse),
    producers: queue.producers.map(placedUse),
    findings: findings
      .filter(({ about }) => about.some((place) => isIn(place, queue)))
      .map((finding) => {
        const { rule, message, severity, file } = finding;
        return { rule, message, severity, file, range: places.range(finding) };
      }),
  }));
  const paths = placed
    .flatMap((queue) => [queue, ...queue.processors, ...queue.producers, ...queue.findings])
    .map(({ file }) => file);
  return {
    queues: placed,
    processes,
    digests: new Map([...new Set(paths)].map((path) => [path, digest(files.read(path) ?? '')])),
  };
}

function placedBudget({ ms, source, at }: Budget, places: Places): PlacedBudget {
  return { ms, source, place: at && { file: at.file, range: places.range(at) } };
}

function isIn(place: Location, queue: Location): boolean {
  return place.file === queue.file && queue.start <= place.start && place.end <= queue.end;
}

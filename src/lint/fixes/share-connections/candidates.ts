import type { Queue } from '../../queue/queue';
import { isDisabled } from '../../engine/disables';
import { packagesAbove } from '../../modules/package-json';
import { configFor } from '../../modules/tsconfig';
import { directoryOf, upwards } from '../../files/paths';
import { isProduction } from '../../queue/production';
import type { RuleContext } from '../../engine/rule';
import { adoptionOf } from './adopt';
import { isHindrance, type Adoption } from './adoption';
import { isTypeScript } from './modules';

/** A queue that can take a pool's createClient for sure. */
export interface Candidate {
  readonly queue: Queue;
  readonly adoption: Adoption;
}

export function candidate(queue: Queue, context: RuleContext): Candidate | null {
  const adoption = queue.opensItsOwn ? adoptionOf(queue, context) : null;
  return adoption && !isHindrance(adoption) ? { queue, adoption } : null;
}

/** This queue, and those of production code of the same package that can import the same module and are not disabled. */
export function candidatesLike(first: Candidate, context: RuleContext): readonly Candidate[] {
  const home = homeOf(first.queue.file, context);
  return context.workspace.queues.flatMap((queue) => {
    if (homeOf(queue.file, context) !== home || isLeftAlone(queue, context)) return [];
    if (queue.file !== first.queue.file && !isLike(queue.file, first.queue.file, context)) return [];
    return candidate(queue, context) ?? [];
  });
}

/** Whether two files are both part of production, and each can import a module of the language of the other. */
function isLike(file: string, first: string, { project }: RuleContext): boolean {
  if (!isProduction(file, project) || !isProduction(first, project)) return false;
  if (isTypeScript(file) === isTypeScript(first)) return true;
  const config = configFor(directoryOf(first), project);
  return /"allowJs"\s*:\s*true/.test((config && project.read(config)) ?? '');
}

function isLeftAlone({ file, range }: Queue, { project }: RuleContext): boolean {
  const parsed = project.parse(file);
  return !parsed || isDisabled('shared-connections', range.start, parsed);
}

/** The folder of the package.json or Dockerfile above a file: what is outside may not be there where the file runs. */
export function homeOf(path: string, { project }: RuleContext): string {
  const [nearest] = packagesAbove(path, project);
  const home = nearest?.directory ?? '';
  const image = upwards(directoryOf(path)).find((directory) => project.names(directory).has('Dockerfile'));
  return image !== undefined && image.length > home.length ? image : home;
}

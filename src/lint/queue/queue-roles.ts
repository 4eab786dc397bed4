import type { Construction } from '../constructions/construction';
import type { Evaluator } from '../evaluation/value';
import { isRun, type CountSources } from './count';
import { lazy } from './lazy';
import { isProvided, takesProcessor, type NestApplication } from './nest-applications';
import type { Process, Processes } from './processes';
import { isReached } from './reached';
import type { Roles, Use } from './roles/roles';
import { isDecorated, rolesOf, type RoleSources } from './roles/uses';

/** What the roles of a workspace's queues are told from. */
export interface RoleParts extends Omit<RoleSources, 'takesProcessor'>, Omit<CountSources, 'process'> {
  readonly applications: () => readonly NestApplication[];
  /** Null where the host has indexed no workspace. */
  readonly processes: Processes | null;
  productionOf(starts: readonly string[]): Evaluator;
}

/** What the code does with each queue, in all that is run or in one process. */
export class QueueRoles {
  constructor(private readonly parts: RoleParts) {}

  of(construction: Construction, process?: Process): Roles {
    const { parts } = this;
    const applications = lazy(() => this.applicationsIn(process));
    const around = ({ file }: Use): readonly NestApplication[] => applications().filter(this.isLoadedWith(file));
    const isOfApplication = lazy(() => parts.applications().some(this.isLoadedWith(construction.file)));
    const sources: RoleSources = {
      ...parts,
      takesProcessor: (each, namesakes, use) => takesProcessor(each, namesakes, applications(), around(use)),
    };
    return rolesOf(construction, sources, (use) => {
      if (process && !process.loads(use.file)) return false;
      const isMade = isDecorated(use) ? this.isInstantiated(use, around(use), isOfApplication, process) : true;
      if (!process) return isMade || undefined;
      return isMade ? this.isRunIn(process, use) : isMade;
    });
  }

  private applicationsIn(process: Process | undefined): readonly NestApplication[] {
    const all = this.parts.applications();
    return process ? all.filter(({ file }) => process.loads(file)) : all;
  }

  private isLoadedWith(file: string): (application: NestApplication) => boolean {
    return (application) => this.parts.areLoadedTogether(application.file, file);
  }

  /** Whether an application of NestJS makes an instance of the class that decorates a use; undefined where that is not known. */
  private isInstantiated(
    { file, node }: Use,
    applications: readonly NestApplication[],
    isOfApplication: () => boolean,
    process: Process | undefined,
  ): boolean | undefined {
    if (applications.length > 0) return isProvided(node.parent, applications);
    // A program may start an application in a way that is not seen; what only declares and exports starts none.
    const starts = process ? [process] : (this.parts.processes?.loading(file) ?? []);
    return starts.some(({ isProgram }) => isProgram) || !isOfApplication() || undefined;
  }

  private isRunIn(process: Process, { node }: Use): boolean | undefined {
    const { parts } = this;
    const isNever = isReached(node, () => parts.productionOf([process.entry])) === false;
    return !isNever && isRun(node, { ...parts, process });
  }
}

import { directoryOf, upwards } from '../../files/paths';
import type { Evaluator } from '../../evaluation/value';
import type { Project } from '../../files/project';
import { longest, type Budget } from './budget';
import { exportedLimit } from './exported-limit';
import { functionFiles } from './function-files';
import { limitsOf, type FunctionLimits } from './function-limits';
import { serverlessLimits } from './serverless-yml';
import { vercelLimits } from './vercel-json';

/** How long the platform lets the functions of a workspace run; keeps what it has read. */
export class PlatformLimits {
  private readonly known = new Map<string, readonly FunctionLimits[]>();

  constructor(private readonly sources: { readonly project: Project; readonly evaluator: Evaluator }) {}

  /**
   * The limit of the function that `file` is. For a module that is none, the longest of its package (the directories up
   * to the nearest package.json), since one of those functions loads it.
   */
  of(file: string): Budget | null {
    const within = this.packageOf(file).flatMap((directory) => this.limitsIn(directory));
    const above = this.directoriesOf(file).flatMap((directory) => this.limitsIn(directory));
    const own = above.map((limits) => limits.of(file)).find((limit) => limit !== null);
    return own ?? longest(within.flatMap((limits) => limits.longest ?? []));
  }

  private limitsIn(directory: string): readonly FunctionLimits[] {
    let limits = this.known.get(directory);
    if (!limits) this.known.set(directory, (limits = this.read(directory)));
    return limits;
  }

  private read(directory: string): readonly FunctionLimits[] {
    const { project } = this.sources;
    const isPackage = project.names(directory).has('package.json');
    const files = isPackage ? functionFiles(directory, project) : [];
    const exported = files.flatMap((file) => {
      const limit = exportedLimit(file, this.sources.evaluator);
      return limit ? [{ matches: (path: string) => path === file, limit }] : [];
    });
    const configured = [vercelLimits(directory, project), serverlessLimits(directory, project)];
    return [limitsOf(exported), ...configured.filter((limits) => limits !== null)];
  }

  /** From the file's directory to its package's; all of them where no package.json is. */
  private packageOf(file: string): readonly string[] {
    const directories = this.directoriesOf(file);
    const last = directories.findIndex((directory) => this.sources.project.names(directory).has('package.json'));
    return last < 0 ? directories : directories.slice(0, last + 1);
  }

  /** From the file's directory to the root of its repository. */
  private directoriesOf(file: string): readonly string[] {
    const directories = upwards(directoryOf(file));
    const root = directories.findIndex((directory) => this.sources.project.names(directory).has('.git'));
    return root < 0 ? directories : directories.slice(0, root + 1);
  }
}

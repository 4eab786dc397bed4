import type { Evaluator } from '../../evaluation/value';
import { directoryOf, upwards } from '../../files/paths';
import { functionsByPlace } from './by-place';
import { azureFunctions } from './azure-function-json';
import { cdkFunctions } from './cdk';
import { together, type FunctionSource, type PlatformFunction } from './function';
import { netlifyFunctions } from './netlify-toml';
import { samFunctions } from './sam-template';
import { serverlessFunctions } from './serverless-yml';
import { vercelFunctions } from './vercel-json';

export type { PlatformFunction } from './function';

/** Which files of a workspace are functions of a platform; remembers what it has read. */
export class Platform {
  private readonly sources = new Map<string, readonly FunctionSource[]>();

  private cdk: FunctionSource | null = null;

  constructor(
    private readonly evaluator: Evaluator,
    /** The files that may declare functions in code. */
    private readonly usingPlatforms: ReadonlySet<string>,
  ) {}

  /**
   * The function that a file is, by its place or by the configurations from its directory up to its repository's root: with
   * the first limit that one of them gives it. Null where it is none.
   */
  functionAt(file: string): PlatformFunction | null {
    this.cdk ??= cdkFunctions(this.usingPlatforms, this.evaluator);
    const sources = [...this.directoriesOf(file).flatMap((directory) => this.sourcesIn(directory)), this.cdk];
    const found = sources.flatMap((source) => source.of(file) ?? []);
    const limited = found.filter(({ limit }) => limit !== null);
    return together([...limited, ...found]);
  }

  private sourcesIn(directory: string): readonly FunctionSource[] {
    let sources = this.sources.get(directory);
    if (!sources) this.sources.set(directory, (sources = this.read(directory)));
    return sources;
  }

  private read(directory: string): readonly FunctionSource[] {
    const { project } = this.evaluator;
    return [
      functionsByPlace(directory, this.evaluator),
      ...[vercelFunctions, serverlessFunctions, samFunctions, netlifyFunctions, azureFunctions].map((read) =>
        read(directory, project),
      ),
    ].filter((source) => source !== null);
  }

  /** From the file's directory to the root of its repository. */
  private directoriesOf(file: string): readonly string[] {
    const directories = upwards(directoryOf(file));
    const root = directories.findIndex((directory) => this.evaluator.project.names(directory).has('.git'));
    return root < 0 ? directories : directories.slice(0, root + 1);
  }
}

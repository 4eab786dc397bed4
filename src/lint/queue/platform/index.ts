import { PartialEvaluator } from '../../evaluation/partial-evaluator';
import type { Evaluator } from '../../evaluation/value';
import { directoryOf, upwards } from '../../files/paths';
import type { Imports } from '../imports';
import { functionsByPlace } from './by-place';
import { azureFunctions } from './azure-function-json';
import { cdkFunctions } from './cdk';
import { together, type FunctionSource, type PlatformFunction } from './function';
import { netlifyFunctions } from './netlify-toml';
import { samFunctions } from './sam-template';
import { serverlessCodeFunctions } from './serverless-code';
import { serverlessFunctions } from './serverless-yml';
import { sstFunctions } from './sst';
import { vercelFunctions } from './vercel-json';

export type { PlatformFunction } from './function';

/** Which files of a workspace are functions of a platform; remembers what it has read. */
export class Platform {
  private readonly sources = new Map<string, readonly FunctionSource[]>();
  private cdk: FunctionSource | null = null;

  constructor(
    private readonly evaluator: Evaluator,
    /** Null where the host has indexed no workspace. */
    private readonly imports: Imports | null,
  ) {}

  /**
   * The function that a file is, by its place or by the configurations from its directory up to its repository's root: with
   * the first limit that one of them gives it. Null where it is none.
   */
  functionAt(file: string): PlatformFunction | null {
    this.cdk ??= this.declaredWithCdk();
    const sources = [...this.directoriesOf(file).flatMap((directory) => this.sourcesIn(directory)), this.cdk];
    const found = sources.flatMap((source) => source.of(file) ?? []);
    const limited = found.filter(({ limit }) => limit !== null);
    return together([...limited, ...found]);
  }

  /** Found out once for all platforms of a linter, until a file changes that was asked for. */
  private declaredWithCdk(): FunctionSource {
    const { project, others } = this.evaluator;
    const files = [...(this.imports?.usingPlatforms ?? [])].sort();
    return project.shared(`functions of the CDK in ${files.join()}`, (part) =>
      cdkFunctions(files, new PartialEvaluator(part, { ...others, callsOf: () => null })),
    );
  }

  private sourcesIn(directory: string): readonly FunctionSource[] {
    let sources = this.sources.get(directory);
    if (!sources) this.sources.set(directory, (sources = this.read(directory)));
    return sources;
  }

  private read(directory: string): readonly FunctionSource[] {
    const { evaluator } = this;
    return [
      functionsByPlace(directory, evaluator),
      serverlessCodeFunctions(directory, evaluator),
      sstFunctions(directory, evaluator, this.imports),
      ...[vercelFunctions, serverlessFunctions, samFunctions, netlifyFunctions, azureFunctions].map((read) =>
        read(directory, evaluator.project),
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

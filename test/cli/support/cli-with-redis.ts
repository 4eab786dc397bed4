import { BullJobs } from '../../support/bull';
import { Cli } from '../../support/cli';
import { startRedis, type RedisServer } from '../../support/redis';
import { workspaceWith } from '../../e2e/support/workspace';

/** The password of its Redis, which must not stand in any output. */
export const PASSWORD = 's3cret-pw';

export interface CliWithRedis {
  readonly cli: Cli;
  readonly redis: RedisServer;
  readonly jobs: BullJobs;
  /** A folder to run it in. */
  readonly folder: string;
}

/** Within a `describe`: the command line and a Redis, which is empty before each test. */
export function cliWithRedis(settingsFor: (redis: RedisServer) => Record<string, unknown> = () => ({})): CliWithRedis {
  let cli: Cli;
  let redis: RedisServer;
  let jobs: BullJobs;
  let workspace: ReturnType<typeof workspaceWith>;
  before(async () => {
    cli = await Cli.build();
    redis = await startRedis({ password: PASSWORD });
    workspace = workspaceWith(settingsFor(redis));
  });
  after(async () => {
    workspace?.remove();
    cli?.remove();
    await redis?.stop();
  });
  beforeEach(async () => {
    await redis.connect().flushall();
    jobs = new BullJobs(redis);
  });
  afterEach(() => jobs.close());
  return {
    get cli() {
      return cli;
    },
    get redis() {
      return redis;
    },
    get jobs() {
      return jobs;
    },
    get folder() {
      return workspace.folder;
    },
  };
}

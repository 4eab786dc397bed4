import { BullJobs } from '../../support/bull';
import { startRedis, type RedisServer } from '../../support/redis';

/** What a premise is proven on: a real Redis, empty before each test, and real Bull queues that are closed after it. */
export interface Ground {
  readonly redis: RedisServer;
  readonly bull: BullJobs;
}

/** What a rule rests on, held against the Bull that is installed. The rule's page names the file as its proof. */
export function premise(rule: string, specification: (ground: Ground) => void): void {
  describe(`the premise of ${rule}`, () => {
    const ground = {} as { redis: RedisServer; bull: BullJobs };
    before(async () => {
      ground.redis = await startRedis();
    });
    after(() => ground.redis.stop());
    beforeEach(async () => {
      await ground.redis.connect().flushall();
      ground.bull = new BullJobs(ground.redis);
    });
    afterEach(() => ground.bull.close());
    specification(ground);
  });
}

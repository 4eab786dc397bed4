import type { JobOptions } from 'bull';

export const redisUrl = process.env.REDIS_URL!;

export const defaultJobOptions: JobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2000 },
  removeOnComplete: 100,
};

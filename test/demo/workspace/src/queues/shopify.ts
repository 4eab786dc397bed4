import Bull from 'bull';
import { defaultJobOptions, redisUrl } from './config';

const queueOptions = {
  defaultJobOptions,
  limiter: { max: 2, duration: 1000 },
};

export const shopifySyncQueue = new Bull('shopify-sync', redisUrl, queueOptions);

export const shopifyPayloadQueue = new Bull('shopify-payload', redisUrl, queueOptions);

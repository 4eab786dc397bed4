import Bull from 'bull';
import { defaultJobOptions, redisUrl } from './config';

export const databaseSaveQueue = new Bull('database-save', redisUrl, {
  defaultJobOptions: { ...defaultJobOptions, timeout: 45000 },
});

export const productDraftCreationQueue = new Bull('product-draft-creation', redisUrl, { defaultJobOptions });

export const statusUpdateQueue = new Bull('status-update', redisUrl);

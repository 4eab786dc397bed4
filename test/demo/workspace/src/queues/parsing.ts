import Bull from 'bull';
import { defaultJobOptions, redisUrl } from './config';

export interface ParseJob {
  purchaseOrderId: string;
  merchantId: string;
  file: string;
}

/** Has the model read a PDF: 45 to 65 seconds. */
export const aiParsingQueue = new Bull<ParseJob>('ai-parsing', redisUrl, {
  defaultJobOptions,
});

export const dataNormalizationQueue = new Bull('data-normalization', redisUrl, {
  defaultJobOptions,
});

export const merchantConfigQueue = new Bull('merchant-config', redisUrl, {
  defaultJobOptions,
});

/** Asks the model about each product: 40 to 60 seconds. */
export const aiEnrichmentQueue = new Bull('ai-enrichment', redisUrl, {
  defaultJobOptions,
  settings: {
    lockDuration: 30000,
    stalledInterval: 30000,
    maxStalledCount: 1,
  },
});

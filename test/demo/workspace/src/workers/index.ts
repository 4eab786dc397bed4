import { prisma } from '../lib/prisma';
import { databaseSaveQueue, productDraftCreationQueue, statusUpdateQueue } from '../queues/catalog';
import { backgroundImageProcessingQueue, imageAttachmentQueue } from '../queues/images';
import { aiEnrichmentQueue, aiParsingQueue, dataNormalizationQueue, merchantConfigQueue } from '../queues/parsing';
import { shopifyPayloadQueue, shopifySyncQueue } from '../queues/shopify';
import { attachImages, processImages } from './images';
import { enrich, loadMerchant, normalize, parsePurchaseOrder } from './parse';
import { buildPayload, createDrafts, syncToShopify } from './shopify';

aiParsingQueue.process(2, async (job) => {
  const lines = await parsePurchaseOrder(job.data.file);
  await dataNormalizationQueue.add({ ...job.data, lines });
  return { lines: lines.length };
});

dataNormalizationQueue.process(async (job) => {
  const lines = normalize(job.data.lines);
  await databaseSaveQueue.add({ ...job.data, lines });
});

databaseSaveQueue.process(async (job) => {
  const { purchaseOrderId, lines } = job.data;
  await prisma.purchaseOrder.update({ where: { id: purchaseOrderId }, data: { lines: { create: lines } } });
  await productDraftCreationQueue.add({ purchaseOrderId });
});

productDraftCreationQueue.process((job) => createDrafts(job.data.purchaseOrderId));
merchantConfigQueue.process((job) => loadMerchant(job.data.merchantId));
aiEnrichmentQueue.process((job) => enrich(job.data.purchaseOrderId));
imageAttachmentQueue.process((job) => attachImages(job.data.purchaseOrderId));
backgroundImageProcessingQueue.process((job) => processImages(job.data.urls));
shopifyPayloadQueue.process((job) => buildPayload(job.data.purchaseOrderId));
shopifySyncQueue.process((job) => syncToShopify(job.data.purchaseOrderId));

statusUpdateQueue.process(async (job) => {
  await prisma.purchaseOrder.update({ where: { id: job.data.purchaseOrderId }, data: { status: job.data.status } });
});

/** What the incident leaves in one queue of the purchase-order pipeline. */
export interface PipelineQueue {
  readonly name: string;
  /** Failed with `Missing lock for job N finished`. */
  readonly missingLock?: number;
  /** Failed with `job stalled more than allowable limit`. */
  readonly stalled?: number;
  /** Failed with an error of the database. */
  readonly database?: number;
  readonly completed?: number;
  readonly waiting?: number;
  readonly delayed?: number;
  /** How long one of its jobs takes in the demo, in ms. */
  readonly duration: number;
  /** Its jobs take 45 to 65 s in truth, and hold up their process meanwhile: without a longer lock they fail again. */
  readonly isBlocking?: boolean;
}

/** How much faster than in truth the demo runs: 30 s, Bull's default lock, is a second. */
export const SPEED = 30;

/** 43 of 61 jobs failed: 28 Missing lock, 6 stalled, 9 database errors. */
export const pipeline: readonly PipelineQueue[] = [
  { name: 'ai-parsing', missingLock: 11, stalled: 3, completed: 3, duration: 1_800, isBlocking: true },
  { name: 'database-save', missingLock: 2, database: 6, completed: 2, duration: 1_500 },
  { name: 'product-draft-creation', missingLock: 5, stalled: 1, database: 1, completed: 2, duration: 3_000 },
  { name: 'image-attachment', missingLock: 4, completed: 2, duration: 2_500 },
  { name: 'shopify-sync', missingLock: 3, stalled: 1, completed: 1, delayed: 2, duration: 4_000 },
  { name: 'status-update', database: 1, completed: 3, duration: 800 },
  { name: 'data-normalization', missingLock: 1, database: 1, completed: 1, duration: 1_200 },
  { name: 'merchant-config', completed: 2, delayed: 1, duration: 1_000 },
  { name: 'ai-enrichment', missingLock: 2, stalled: 1, completed: 1, delayed: 3, duration: 1_600, isBlocking: true },
  { name: 'shopify-payload', completed: 1, duration: 1_500 },
  { name: 'background-image-processing', waiting: 8, duration: 15_000 },
];

export type Outcome = 'missingLock' | 'stalled' | 'database' | 'completed' | 'waiting' | 'delayed';

/** How many jobs of the whole pipeline have this outcome. */
export function total(outcome: Outcome): number {
  return pipeline.reduce((sum, queue) => sum + (queue[outcome] ?? 0), 0);
}

/** A purchase order's data, as the pipeline passes it on; `n` makes it this one and no other. */
export function orderData(n: number): object {
  const merchants = ['northwind-home', 'atlas-outdoor', 'little-oak-toys'];
  const id = `po_${(48_213 + n * 37).toString(36)}`;
  return {
    purchaseOrderId: id,
    merchantId: merchants[n % merchants.length],
    file: `uploads/2026/11/${id}.pdf`,
    lines: 12 + ((n * 7) % 40),
  };
}

/** What Prisma and PostgreSQL said while the connection pool was used up. */
export const databaseErrors = [
  '\nInvalid `prisma.purchaseOrder.update()` invocation:\n\n\nTimed out fetching a new connection from the connection ' +
    'pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 5)',
  "Can't reach database server at `db.pipeline.internal:5432`. Please make sure your database server is running.",
  'Transaction API error: Transaction already closed: A query cannot be executed on an expired transaction. ' +
    'The timeout for this transaction was 5000 ms, however 5213 ms passed since the start of the transaction.',
  'duplicate key value violates unique constraint "line_item_purchase_order_id_sku_key"',
] as const;

const shop = process.env.SHOPIFY_SHOP_URL!;

export async function createDrafts(purchaseOrderId: string) {
  await fetch(`${shop}/drafts`, { method: 'POST', body: JSON.stringify({ purchaseOrderId }) });
}

export async function buildPayload(purchaseOrderId: string) {
  return { purchaseOrderId, builtAt: new Date().toISOString() };
}

export async function syncToShopify(purchaseOrderId: string) {
  await fetch(`${shop}/products`, { method: 'POST', body: JSON.stringify(await buildPayload(purchaseOrderId)) });
}

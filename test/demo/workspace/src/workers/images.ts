export async function attachImages(purchaseOrderId: string) {
  await fetch(`${process.env.SHOPIFY_SHOP_URL}/images/${purchaseOrderId}`, { method: 'POST' });
}

export async function processImages(urls: string[]) {
  for (const url of urls) await fetch(`${process.env.IMAGES_URL}?source=${encodeURIComponent(url)}`);
}

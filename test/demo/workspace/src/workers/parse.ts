import { readFile } from 'node:fs/promises';

export interface OrderLine {
  sku: string;
  quantity: number;
  price: number;
}

/** Sends the PDF to the model, and waits for the lines that it reads in it. */
export async function parsePurchaseOrder(file: string): Promise<OrderLine[]> {
  const response = await fetch(process.env.MODEL_URL!, { method: 'POST', body: await readFile(file) });
  return (await response.json()) as OrderLine[];
}

export function normalize(lines: OrderLine[]): OrderLine[] {
  return lines.map((line) => ({ ...line, sku: line.sku.trim().toUpperCase() }));
}

export async function loadMerchant(merchantId: string) {
  return fetch(`${process.env.MERCHANTS_URL}/${merchantId}`).then((response) => response.json());
}

export async function enrich(purchaseOrderId: string) {
  await fetch(`${process.env.MODEL_URL}/enrich/${purchaseOrderId}`, { method: 'POST' });
}

import type { VercelRequest, VercelResponse } from '@vercel/node';
import '../src/workers';

/** Called by cron every minute: loads the workers, and lets them work until the platform ends the function. */
export default async function handler(_request: VercelRequest, response: VercelResponse) {
  await new Promise((resolve) => setTimeout(resolve, 55_000));
  response.status(200).json({ ok: true });
}

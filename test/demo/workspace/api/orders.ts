import type { VercelRequest, VercelResponse } from '@vercel/node';
import { aiParsingQueue } from '../src/queues/parsing';

export default async function handler(request: VercelRequest, response: VercelResponse) {
  const job = await aiParsingQueue.add(request.body);
  response.status(202).json({ job: job.id });
}

import { jobText } from '../../job-text/job-text';
import { UsageError } from '../usage';
import { queueNamed, type RedisSession } from './session';

/** All that Redis holds of a job, as the JSON that the editor shows. @throws UsageError where there is none */
export async function job(session: RedisSession, queueName: string, id: string): Promise<string> {
  const { queues, connection } = session;
  const queue = await queueNamed(session, queueName);
  const jobId = queues.jobId(Buffer.from(id));
  const document = await connection.run((redis) => queues.readJob(redis, queue, jobId, { whole: true }));
  if (!document) throw new UsageError(`${queue.ref.name} has no job '${id}'.`);
  return `${(await jobText(jobId.text, queue.ref.name, document, session.shownData)).trimEnd()}\n`;
}

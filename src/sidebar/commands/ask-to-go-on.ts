import { showWarningMessage } from '../../messages';
import { firstLine, plural } from '../../words';

/** Whether to go on with letting jobs run although so many of them have failed. */
export async function askToGoOn(failures: number, queue: string): Promise<boolean> {
  const question = `Paused: ${plural(failures, 'job')} of ${firstLine(queue)} have failed since they were let run. Go on?`;
  return (await showWarningMessage(question, { modal: true }, 'Go On')) === 'Go On';
}

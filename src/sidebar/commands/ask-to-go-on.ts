import { showWarningMessage } from '../../messages';
import { plural } from '../../words';

/** Whether to go on with letting jobs run although so many of them have failed. */
export async function askToGoOn(failures: number): Promise<boolean> {
  const question = `Paused: ${plural(failures, 'job')} of those that were let run failed. Go on?`;
  return (await showWarningMessage(question, { modal: true }, 'Go On')) === 'Go On';
}

import { paceChoices, parseRate, type PacedAnswer } from '../../actions/pace';
import { showInputBox, showQuickPick, showWarningMessage } from '../../messages';

interface Question<T> {
  readonly message: string;
  readonly detail: string | undefined;
  readonly answers: readonly T[];
}

/** Jobs a second; null for as fast as Redis goes. */
type Rate = number | null;

/** What the person answers, and at which pace where they want one; undefined where they have left. */
export async function askAnswer<T extends PacedAnswer>({
  message,
  detail,
  answers,
}: Question<T>): Promise<(T & { readonly rate: Rate }) | undefined> {
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  const choice = await showWarningMessage(message, options, ...answers.map(({ title }) => title));
  const answer = answers.find(({ title }) => title === choice);
  if (!answer) return undefined;
  const rate = answer.jobsAtPace === undefined ? null : await askRate(answer.jobsAtPace);
  return rate === undefined ? undefined : { ...answer, rate };
}

async function askRate(jobs: number): Promise<number | undefined> {
  const choices = paceChoices(jobs);
  const another = { label: 'Another Pace…', description: '', rate: null };
  const placeHolder = 'How many jobs a second?';
  const picked = await showQuickPick<(typeof choices)[number] | typeof another>([...choices, another], { placeHolder });
  if (!picked) return undefined;
  return picked.rate ?? (await writeRate());
}

async function writeRate(): Promise<number | undefined> {
  const written = await showInputBox({
    title: 'Another Pace',
    prompt: 'Jobs a second',
    placeHolder: '25/s',
    validateInput: (text) => (parseRate(text) === null ? 'Write a number of jobs a second, such as 25/s.' : undefined),
  });
  return (written !== undefined && parseRate(written)) || undefined;
}

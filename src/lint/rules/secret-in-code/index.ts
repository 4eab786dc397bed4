import { underline } from '../../engine/underline';
import type { Rule } from '../../engine/rule';
import { environmentFix } from './fixes';
import { passwordsOf, type Password } from './passwords';

export const secretInCode: Rule = {
  meta: {
    id: 'secret-in-code',
    summary: 'A Redis password is written in the code.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      for (const password of passwordsOf(queue)) {
        yield {
          ...underline(queue, password.at, 'The password is written here.'),
          message: messageFor(password),
          fixes: () => {
            const certain = environmentFix(password, context);
            return certain ? [certain] : [];
          },
        };
      }
    }
  },
};

/** Never the password: a message ends up in logs. */
function messageFor({ kind, defaultOf }: Password): string {
  const what = kind === 'url' ? 'This Redis URL has its password in the code' : 'This Redis password is in the code';
  const when = defaultOf === undefined ? '' : `, as the default of ${defaultOf}`;
  return `${what}${when}: whoever can read the repository has it. Read it from the environment, and change it.`;
}

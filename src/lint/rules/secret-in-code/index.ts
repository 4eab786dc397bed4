import { placeOf, relatedTo } from '../../engine/underline';
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
    const told = new Set<string>();
    for (const queue of context.constructions) {
      for (const password of passwordsOf(queue, context)) {
        const place = placeOf(queue, password.at);
        const key = [place.start, place.end, password.at.file, password.at.start].join();
        if (told.has(key)) continue;
        told.add(key);
        yield {
          ...place,
          message: messageFor(password),
          related: relatedTo(queue, password.at, 'The password is written here.'),
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

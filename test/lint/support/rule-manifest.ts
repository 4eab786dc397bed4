import { OBSERVED_DURATION } from '../../../src/link/observed-duration';
import { UNUSED_DISABLE } from '../../../src/lint/engine/disables';
import { rulePage } from '../../../src/lint/engine/rule-page';
import { rules } from '../../../src/lint/rules';
import { defaultSettings } from '../../../src/lint/engine/settings';

/** The section of package.json's `contributes.configuration` that is the linter's. */
export const SECTION = 'Lint';

const budget = { type: ['string', 'number'], pattern: '^\\d', minimum: 1 } as const;

/** The linter's settings as package.json is to declare them. */
export function lintSettings(): Readonly<Record<string, object>> {
  const { jobBudgets, defaultJobBudget, connectionLimit, serverless, showUnknown } = defaultSettings;
  return {
    'bullLens.jobBudgets': {
      type: 'object',
      additionalProperties: budget,
      default: jobBudgets,
      scope: 'resource',
      order: 1,
      markdownDescription:
        'How long one job of a queue may take, by queue name or glob: `{ "mail-*": "90s" }`; a number is in ms. `// @jobBudget 90s` above a queue wins over it.',
    },
    'bullLens.defaultJobBudget': {
      ...budget,
      type: [...budget.type, 'null'],
      default: defaultJobBudget,
      scope: 'resource',
      order: 2,
      markdownDescription:
        'How long one job may take where nothing else says so: `"60s"`, or a number of ms. Unset, [lock-duration](' +
        `${rulePage('lock-duration')}) is silent about queues without a budget.`,
    },
    'bullLens.connectionLimit': {
      type: 'number',
      minimum: 1,
      default: connectionLimit,
      scope: 'resource',
      order: 3,
      markdownDescription: `How many Redis connections a process may open before [shared-connections](${rulePage('shared-connections')}) is a warning. On a serverless platform it always is one.`,
    },
    'bullLens.serverless': {
      type: 'array',
      items: { type: 'string' },
      default: serverless,
      scope: 'resource',
      order: 4,
      markdownDescription:
        'Globs of the files, from the root of the repository, that run on a serverless platform where nothing else shows it: `["functions/**"]`. Known without it: vercel.json, serverless.yml, SAM, netlify.toml, Next.js and exported Lambda handlers.',
    },
    'bullLens.showUnknown': {
      type: 'boolean',
      default: showUnknown,
      scope: 'resource',
      order: 5,
      markdownDescription: `Show a hint where the code does not show what an option is, so that the rules are silent about it. [More](${rulePage('unknown-options')})`,
    },
    ...Object.fromEntries(
      [...rules.map(({ meta }) => meta), unusedDisable, observedDuration].map((meta, i) => [
        `bullLens.rules.${meta.id}`,
        severitySetting(meta, i + 10),
      ]),
    ),
  };
}

type Described = Pick<(typeof rules)[number]['meta'], 'id' | 'summary' | 'defaultSeverity'>;

/** No rule, since it looks at what the rules found; a person sets its severity as if it were one. */
const unusedDisable: Described = {
  id: UNUSED_DISABLE,
  summary: 'A `bull-lens-disable` comment that hides nothing.',
  defaultSeverity: 'hint',
};

/** No rule either: it is measured in Redis, and so only in the editor. */
const observedDuration: Described = {
  id: OBSERVED_DURATION,
  summary: 'Jobs took longer in Redis than the lock of their queue lasts.',
  defaultSeverity: 'information',
};

function severitySetting(meta: Described, order: number): object {
  return {
    type: 'string',
    enum: ['error', 'warning', 'information', 'hint', 'off'],
    default: meta.defaultSeverity,
    scope: 'resource',
    order,
    markdownDescription: `${meta.summary} [More](${rulePage(meta.id)})`,
  };
}

/** The rows of the table in docs/rules/README.md. */
export function ruleTable(): readonly string[] {
  return rules.map(({ meta: { id, summary, defaultSeverity, fixable } }) => {
    return `| [${id}](${id}.md) | ${summary} | ${defaultSeverity} | ${fixable ? 'yes' : 'no'} |`;
  });
}

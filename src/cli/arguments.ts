import { parseArgs } from 'node:util';
import ms from 'ms';
import type { Severity } from '../lint';
import { formats, type FormatName } from './formats';
import { parseOptions } from './parse-options';
import { parseQueueCommand, queueCommands, queueOptions, type QueueCommand } from './queue-arguments';
import { anyOf, takes, UsageError } from './usage';

export interface LintArguments {
  /** Files, folders and globs as they were typed; empty for the current folder. */
  readonly paths: readonly string[];
  readonly fix: boolean;
  /** Whether to print what `--fix` would change, and change nothing. */
  readonly isDryRun: boolean;
  /** The file with the findings that are known; null for none. */
  readonly baseline: string | null;
  readonly updatesBaseline: boolean;
  readonly format: FormatName;
  /** null for no limit. */
  readonly maxWarnings: number | null;
  /** By rule id; the ids are not checked yet, since that takes the engine. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** A duration such as `60s`; null when not given. */
  readonly jobBudget: string | null;
  /** Whether to say what goes wrong inside the linter. */
  readonly debug: boolean;
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'lint'; readonly arguments: LintArguments }
  | { readonly kind: 'queues'; readonly command: QueueCommand };

/** Reads a command line (without node and script). Throws a `UsageError` where it makes no sense. */
export function parseCommand(argv: readonly string[]): Command {
  const onQueues = queueCommandIn(argv);
  if (onQueues) return { kind: 'queues', command: parseQueueCommand(onQueues, argv) };
  const { values, positionals } = parseOptions(argv, lintOptions);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, ...paths] = positionals;
  if (command !== 'lint') {
    const mistake = command ? `There is no command '${command}'` : 'A command is missing';
    throw new UsageError(`${mistake}; bull-lens --help lists the commands.`);
  }
  const isDryRun = values['fix-dry-run'];
  const baseline = values.baseline ?? null;
  if (values['update-baseline'] && baseline === null)
    throw new UsageError('--update-baseline needs --baseline <file>.');
  if (isDryRun && values['update-baseline']) {
    throw new UsageError(
      'Give --update-baseline or --fix-dry-run, not both: it would count the findings of code that is not written.',
    );
  }
  return {
    kind: 'lint',
    arguments: {
      paths,
      fix: values.fix || isDryRun,
      isDryRun,
      baseline,
      updatesBaseline: values['update-baseline'],
      format: format(values.format),
      maxWarnings: values['max-warnings'] === undefined ? null : count(values['max-warnings']),
      severities: Object.fromEntries(values.rule.map(ruleSeverity)),
      jobBudget: values['job-budget'] === undefined ? null : duration(values['job-budget']),
      debug: values.debug,
    },
  };
}

const lintOptions = {
  fix: { type: 'boolean', default: false },
  'fix-dry-run': { type: 'boolean', default: false },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
  format: { type: 'string', default: 'stylish' },
  'max-warnings': { type: 'string' },
  rule: { type: 'string', multiple: true, default: [] as string[] },
  'job-budget': { type: 'string' },
  debug: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** The command that is one on queues; null where it is another, or help is asked for. */
function queueCommandIn(argv: readonly string[]): (typeof queueCommands)[number] | null {
  const options = { ...lintOptions, ...queueOptions };
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, strict: false, options });
  if (values.help || values.version) return null;
  return queueCommands.find((command) => command === positionals[0]) ?? null;
}

function format(name: string): FormatName {
  if (!isFormatName(name)) throw takes('--format', anyOf(Object.keys(formats)), name);
  return name;
}

function isFormatName(name: string): name is FormatName {
  return Object.keys(formats).includes(name);
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw takes('--max-warnings', 'a number', text);
  return Number(text);
}

function ruleSeverity(text: string): [string, Severity | 'off'] {
  const [id = '', severity] = text.split(':');
  if (!isSeverity(severity)) {
    throw takes('--rule', `the id of a rule, a colon, and ${anyOf(severities)}`, text);
  }
  return [id, severity];
}

function duration(text: string): string {
  const parsed: number | undefined = ms(text as ms.StringValue);
  if (!parsed || !(parsed > 0)) throw takes('--job-budget', 'a duration such as 60s or 2m', text);
  return text;
}

const severities: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (Severity | 'off')[];

export function isSeverity(value: unknown): value is Severity | 'off' {
  return typeof value === 'string' && severities.includes(value);
}

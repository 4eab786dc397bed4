import { version } from '../../package.json';
import { createLogger } from '../log/logger';
import { parseCommand, type LintArguments } from './arguments';
import { exitCodes } from './exit-codes';
import { enginePath, fromFolder } from './files/paths';
import { KnownFindings, writeBaseline } from './baseline';
import { formats } from './formats';
import { unifiedDiff } from './unified-diff';
import { lint } from './lint';
import type { QueueCommand } from './queue-arguments';
import { reasonOf, type Notice } from './notice';
import { countsOf, type FileReport } from './report';
import type { Terminal } from './terminal';
import { usage, UsageError } from './usage';
import { findWorkspace } from './workspace';

/** What is said where a part of the linter failed and the others went on. */
const PARTLY_FAILED = 'A part of the linter failed, so a finding may be missing. --debug says what failed.';

/** Runs one command line (without node and script) and answers its exit code. Never rejects. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const command = parseCommand(argv);
    if (command.kind === 'lint') return await runLint(command.arguments, terminal);
    if (command.kind === 'queues') return await runQueues(command.command, terminal);
    terminal.out(command.kind === 'help' ? usage : `${version}\n`);
    return exitCodes.clean;
  } catch (error) {
    terminal.err(isSaid(error) ? `${error.message}\n` : `bull-lens could not run: ${detailOf(error)}\n`);
    return exitCodes.couldNotRun;
  }
}

async function runQueues(command: QueueCommand, terminal: Terminal): Promise<number> {
  const { runOnQueues } = await import('./on-queues');
  return runOnQueues(command, findWorkspace(enginePath(terminal.cwd)), terminal);
}

/** Its message is a sentence for a person, with what to do next. */
function isSaid(error: unknown): error is Error {
  return error instanceof UsageError || (error instanceof Error && error.name === 'RedisProblem');
}

async function runLint(options: LintArguments, terminal: Terminal): Promise<number> {
  const cwd = enginePath(terminal.cwd);
  const workspace = findWorkspace(cwd);
  const notice: Notice = (path, error) => terminal.err(`${path}: ${reasonOf(error)}\n`);
  let hasFailed = false;
  const log = createLogger((level, text) => {
    if (options.debug) terminal.err(`[${level}] ${text}\n`);
    hasFailed ||= level === 'error';
  });
  const baseline = options.baseline === null ? null : fromFolder(terminal.cwd, options.baseline);
  const known = baseline !== null && !options.updatesBaseline ? KnownFindings.read(baseline) : null;
  const { reports: all, rules, isSaved, changes } = await lint(options, workspace, cwd, notice, log);
  if (hasFailed && !options.debug) terminal.err(`${PARTLY_FAILED}\n`);
  if (baseline !== null && options.updatesBaseline) {
    writeBaseline(baseline, all);
    return isSaved ? exitCodes.clean : exitCodes.couldNotRun;
  }
  const reports = known?.filter(all) ?? all;
  if (options.isDryRun) {
    terminal.out(unifiedDiff(changes, cwd));
    return exitCode(reports, options, terminal);
  }
  const context = { repository: workspace.repository, rules, colors: terminal.colors };
  terminal.out(formats[options.format](reports, context));
  return isSaved ? exitCode(reports, options, terminal) : exitCodes.couldNotRun;
}

function exitCode(reports: readonly FileReport[], { maxWarnings }: LintArguments, terminal: Terminal): number {
  const { errors, warnings } = countsOf(reports);
  if (errors) return exitCodes.findings;
  if (maxWarnings === null || warnings <= maxWarnings) return exitCodes.clean;
  terminal.err(`Too many warnings: ${warnings}, where --max-warnings allows ${maxWarnings}.\n`);
  return exitCodes.findings;
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

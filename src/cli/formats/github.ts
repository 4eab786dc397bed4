import type { Severity } from '../../lint';
import type { FileReport, Message } from '../report';
import { relativeTo } from './relative';
import type { Format } from './format';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * Workflow commands, which GitHub Actions shows as annotations beside the lines of a pull request.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: Format = (reports, { repository }) =>
  reports.flatMap((report) => report.messages.map((message) => annotation(report, message, repository))).join('');

function annotation({ path }: FileReport, message: Message, repository: string): string {
  const { line, endLine, column, endColumn } = message;
  // GitHub refuses columns on an annotation of several lines.
  const columns = line === endLine ? { col: column, endColumn } : {};
  const properties = {
    file: relativeTo(repository, path),
    line,
    endLine,
    ...columns,
    title: `Bull Lens: ${message.rule}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${COMMANDS[message.severity]} ${list.join(',')}::${escaped(message.message)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import { normalize } from 'node:path';
import { styleText } from 'node:util';
import type { Severity } from '../../lint';
import { countsOf, type Counts, type FileReport, type Message } from '../report';
import type { Format } from './format';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const LABELS: Readonly<Record<Severity, readonly [label: string, style: Style]>> = {
  error: ['error', 'red'],
  warning: ['warning', 'yellow'],
  information: ['info', 'blue'],
  hint: ['info', 'blue'],
};

/**
 * ESLint's look, so that the problem matchers made for it (`$eslint-stylish` in VS Code, setup-node's in CI) read this
 * too: absolute paths, and `info` for whatever is neither error nor warning.
 */
export const stylish: Format = (reports, { colors }) => {
  const paint: Paint = (style, text) => (colors ? styleText(style, text) : text);
  const files = reports.filter((report) => report.messages.length).map((report) => file(report, paint));
  return files.length ? `\n${files.join('\n')}\n${summary(countsOf(reports), paint)}\n` : '';
};

function file({ path, messages }: FileReport, paint: Paint): string {
  const places = messages.map(({ line, column }) => `${line}:${column}`);
  const width = Math.max(...places.map((place) => place.length));
  const lines = messages.map((message, i) => row(message, (places[i] ?? '').padStart(width), paint));
  return `${paint('underline', normalize(path))}\n${lines.join('')}`;
}

function row({ severity, message, rule }: Message, place: string, paint: Paint): string {
  const [label, style] = LABELS[severity];
  return `  ${paint('dim', place)}  ${paint(style, label.padEnd('warning'.length))}  ${message}  ${paint('dim', rule)}\n`;
}

function summary(counts: Counts, paint: Paint): string {
  const { errors, warnings, notes, fixableErrors, fixableWarnings } = counts;
  const problems = errors + warnings;
  const style: Style = errors ? 'red' : warnings ? 'yellow' : 'blue';
  const parts = [
    ...(problems
      ? [`${number(problems, 'problem')} (${number(errors, 'error')}, ${number(warnings, 'warning')})`]
      : []),
    ...(notes ? [number(notes, 'note')] : []),
  ];
  const fixable = `  ${number(fixableErrors, 'error')} and ${number(fixableWarnings, 'warning')} fixable with \`--fix\`.\n`;
  const lines = `${problems ? '✖' : 'ℹ'} ${parts.join(' and ')}\n${fixableErrors + fixableWarnings ? fixable : ''}`;
  return paint(['bold', style], lines);
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

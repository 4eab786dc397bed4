import type { FileReport, Message } from '../../../src/cli/report';
import type { RuleMeta } from '../../../src/lint';

/** The rules of the reports below, the least a format needs to know of them. */
export const rules: readonly RuleMeta[] = [
  { id: 'lock-duration', summary: 'The lock is shorter than a job.', defaultSeverity: 'warning', fixable: true },
  { id: 'no-such-export', summary: 'Bull has no such export.', defaultSeverity: 'error', fixable: false },
];

export const repository = '/home/ann/shop';

const text = "import { Queue } from 'bull';\n\nconst queue = new Queue('mail', {\n  limiter,\n});\n";

export function message(rest: Partial<Message> = {}): Message {
  return {
    rule: 'no-such-export',
    severity: 'error',
    message: 'Bull has no export `Queue`.',
    line: 1,
    column: 10,
    endLine: 1,
    endColumn: 15,
    related: [],
    fix: null,
    suggestions: [],
    whyNoFix: null,
    ...rest,
  };
}

/** A file of five lines with these findings. */
export function report(messages: readonly Message[], rest: Partial<FileReport> = {}): FileReport {
  return { path: `${repository}/src/mail queue.ts`, text, isFixed: false, messages, ...rest };
}

export const edit = { file: `${repository}/src/mail queue.ts`, start: 9, end: 14, newText: 'Bull' };

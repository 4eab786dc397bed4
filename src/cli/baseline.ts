import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { writeTextFile } from './files/text-file';
import type { FileReport, Message } from './report';
import { UsageError } from './usage';

/** How many findings are known, by file (relative to the baseline's folder) and rule: the shape of ESLint's suppressions. */
type Baseline = Readonly<Record<string, Readonly<Record<string, { readonly count: number }>>>>;

/** The findings that a file says are known, so that only new ones are told. */
export class KnownFindings {
  private constructor(
    private readonly folder: string,
    private readonly known: Baseline,
  ) {}

  /** Throws a `UsageError` where the file cannot be read, or is no baseline. */
  static read(path: string): KnownFindings {
    return new KnownFindings(posix.dirname(path), parse(path));
  }

  /**
   * The reports without the findings of a rule in a file that has no more of them than are known. Where it has more, all
   * are told: which of them is new, a count cannot say.
   */
  filter(reports: readonly FileReport[]): FileReport[] {
    return reports.map((report) => {
      const counts = this.known[posix.relative(this.folder, report.path)] ?? {};
      const isKnown = ({ rule }: Message): boolean =>
        report.messages.filter((message) => message.rule === rule).length <= (counts[rule]?.count ?? 0);
      return { ...report, messages: report.messages.filter((message) => !isKnown(message)) };
    });
  }
}

/** Writes the findings of `reports` down as known. Throws what the file system throws. */
export function writeBaseline(path: string, reports: readonly FileReport[]): void {
  const entries = reports
    .filter(({ messages }) => messages.length > 0)
    .map((report) => [posix.relative(posix.dirname(path), report.path), countsByRule(report)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  writeTextFile(path, { text, hasByteOrderMark: false, isExact: true });
}

function countsByRule({ messages }: FileReport): Baseline[string] {
  const rules = [...new Set(messages.map(({ rule }) => rule))].sort();
  return Object.fromEntries(
    rules.map((rule) => [rule, { count: messages.filter((message) => message.rule === rule).length }]),
  );
}

function parse(path: string): Baseline {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isBaseline(json)) return json;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UsageError(`There is no baseline ${path}; --update-baseline makes one.`);
    }
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(`${path} is not a baseline: it holds no counts by file and rule. --update-baseline makes one.`);
}

function isBaseline(json: unknown): json is Baseline {
  return (
    isRecord(json) &&
    Object.values(json).every(
      (rules) =>
        isRecord(rules) && Object.values(rules).every((each) => isRecord(each) && Number.isInteger(each['count'])),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Finding, Fix, Location, Severity } from '../lint';
import { preferredFix } from '../lint/engine/fix-all';
import type { DiskFiles } from './files/disk-files';
import { Positions, type Span } from './positions';

/** A place that has to do with a finding: where the budget, the option or the client was written. */
export interface RelatedMessage extends Span {
  readonly file: string;
  readonly message: string;
}

/** A finding as the formats print it. */
export interface Message extends Span {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly RelatedMessage[];
  /** What `--fix` does about it; null where it does nothing. */
  readonly fix: Fix | null;
  /** All that the menu of the editor would offer, in its order. */
  readonly suggestions: readonly Fix[];
  /** Why a fix that others of its rule have is not offered, in a sentence; null where one is, or none ever is. */
  readonly whyNoFix: string | null;
}

export interface FileReport {
  /** Absolute, with `/` between the parts. */
  readonly path: string;
  /** As `--fix` left it; null for a file that does not mention Bull and was not kept. */
  readonly text: string | null;
  readonly isFixed: boolean;
  readonly messages: readonly Message[];
}

/** Makes reports of findings: offsets become lines and columns. */
export class Reporter {
  private readonly positions = new Map<string, Positions>();

  constructor(private readonly files: DiskFiles) {}

  /** One report for each path, in the order of the paths. */
  reports(paths: Iterable<string>, findings: readonly Finding[]): FileReport[] {
    const byFile = new Map<string, Finding[]>();
    for (const path of paths) byFile.set(path, []);
    for (const finding of findings) byFile.get(finding.file)?.push(finding);
    return [...byFile].map(([path, own]) => this.report(path, own));
  }

  private report(path: string, findings: readonly Finding[]): FileReport {
    const messages = findings.map((finding) => this.message(finding));
    const isFixed = this.files.isChanged(path);
    return { path, text: messages.length || isFixed ? this.files.read(path) : null, isFixed, messages };
  }

  private message(finding: Finding): Message {
    const suggestions = finding.fixes();
    return {
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      ...this.span(finding),
      related: finding.related.map((each) => ({ file: each.file, message: each.message, ...this.span(each) })),
      fix: preferredFix({ ...finding, fixes: () => suggestions }, this.files),
      suggestions,
      whyNoFix: suggestions.length > 0 ? null : (finding.whyNoFix?.() ?? null),
    };
  }

  private span({ file, start, end }: Location): Span {
    let positions = this.positions.get(file);
    if (!positions) this.positions.set(file, (positions = new Positions(this.files.read(file) ?? '')));
    return positions.span(start, end);
  }
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  /** Of severity information and hint: told, but no reason to fail. */
  readonly notes: number;
  readonly fixableErrors: number;
  readonly fixableWarnings: number;
}

export function countsOf(reports: readonly FileReport[]): Counts {
  const messages = reports.flatMap((report) => report.messages);
  const errors = messages.filter(({ severity }) => severity === 'error');
  const warnings = messages.filter(({ severity }) => severity === 'warning');
  return {
    errors: errors.length,
    warnings: warnings.length,
    notes: messages.length - errors.length - warnings.length,
    fixableErrors: errors.filter(({ fix }) => fix).length,
    fixableWarnings: warnings.filter(({ fix }) => fix).length,
  };
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import { homepage, version } from '../../../package.json';
import type { RuleMeta, Severity } from '../../lint';
import { rulePage } from '../../lint/engine/rule-page';
import type { Span } from '../positions';
import type { FileReport, Message, RelatedMessage } from '../report';
import { fileUrl, relativeTo } from './relative';
import type { Format } from './format';

const LEVELS: Readonly<Record<Severity, Result.level>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** What GitHub resolves against the checkout, so that the log names no folder of the machine that made it. */
const ROOT = '%SRCROOT%';

/**
 * SARIF 2.1.0 as GitHub code scanning takes it.
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export const sarif: Format = (reports, { repository, rules }) => {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Bull Lens',
            semanticVersion: version,
            informationUri: homepage,
            rules: rules.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        results: reports.flatMap((report) => results(report, repository, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function descriptor({ id, summary, defaultSeverity }: RuleMeta): ReportingDescriptor {
  const text = { text: summary };
  const markdown = page(id);
  return {
    id,
    shortDescription: text,
    fullDescription: text,
    help: { text: `${summary}\n${rulePage(id)}`, ...(markdown ? { markdown } : {}) },
    helpUri: rulePage(id),
    defaultConfiguration: { level: LEVELS[defaultSeverity] },
    properties: { tags: ['bull', 'reliability'] },
  };
}

/** The rule's page, which GitHub shows beside the alert; it is installed next to dist/. Null where it is not. */
function page(id: string): string | null {
  try {
    return readFileSync(join(__dirname, '..', 'docs', 'rules', `${id}.md`), 'utf8');
  } catch {
    return null;
  }
}

function results(report: FileReport, repository: string, rules: readonly RuleMeta[]): Result[] {
  const fingerprints = new Fingerprints(report.text ?? '');
  return report.messages.map((message) => ({
    ruleId: message.rule,
    ruleIndex: rules.findIndex(({ id }) => id === message.rule),
    level: LEVELS[message.severity],
    message: { text: message.message },
    locations: [location(report.path, message, repository)],
    ...(message.related.length ? { relatedLocations: message.related.map((each) => related(each, repository)) } : {}),
    partialFingerprints: { primaryLocationLineHash: fingerprints.of(message) },
  }));
}

function location(path: string, span: Span, repository: string): Location {
  const relative = relativeTo(repository, path);
  const uri = relative.split('/').map(encodeURIComponent).join('/');
  const artifactLocation = relative === path ? { uri: fileUrl(path) } : { uri, uriBaseId: ROOT };
  return { physicalLocation: { artifactLocation, region: region(span) } };
}

function related({ file, message, ...span }: RelatedMessage, repository: string): Location {
  return { ...location(file, span, repository), message: { text: message } };
}

function region({ line, column, endLine, endColumn }: Span): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Names findings by rule and line of text, so that an alert stays the same one when lines are added above it. */
class Fingerprints {
  private readonly lines: readonly string[];
  private readonly seen = new Map<string, number>();

  constructor(text: string) {
    this.lines = text.split(/\r\n|\r|\n/);
  }

  of({ rule, line }: Message): string {
    const text = `${rule}\n${this.lines[line - 1]?.trim()}`;
    const occurrence = (this.seen.get(text) ?? 0) + 1;
    this.seen.set(text, occurrence);
    return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}:${occurrence}`;
  }
}

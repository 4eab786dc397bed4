// What the editor and the linter's thread tell each other: plain data, with places as VS Code counts them.
import type { ClientTypeAt, Finding, Fix, JobUse, OptionAt, ProcessInCode, QueueInCode } from '../lint';
import type { Place } from '../lint/files/line-starts';

export type { Place } from '../lint/files/line-starts';

/** An answer, and which of the editor's texts it is true of: those of this revision. Null where it was stopped. */
export type Answer<T> = { readonly revision: number; readonly value: T } | null;

export interface TextRange {
  readonly start: Place;
  readonly end: Place;
}

/** A place in a file. */
export interface CodePlace {
  readonly file: string;
  readonly range: TextRange;
}

export interface PlacedRelated extends CodePlace {
  readonly message: string;
}

export interface PlacedFinding extends Pick<Finding, 'rule' | 'message' | 'severity' | 'unnecessary'> {
  /** The address of the rule's page. */
  readonly page: string;
  readonly range: TextRange;
  readonly related: readonly PlacedRelated[];
}

export interface PlacedEdit extends CodePlace {
  readonly newText: string;
}

export interface PlacedFix extends Pick<Fix, 'title' | 'isPreferred' | 'newFiles'> {
  readonly edits: readonly PlacedEdit[];
}

/** What the rules say of one file. */
export interface LintedFile {
  readonly findings: readonly PlacedFinding[];
  /** Every file that the findings rest on, this one included. */
  readonly dependencies: readonly string[];
  /** Where `FixesAt` may hold something: nothing in a range that touches none of these. */
  readonly fixable: readonly TextRange[];
}

/** A fix, and the finding that it mends. */
export interface OfferedFix {
  readonly rule: string;
  readonly range: TextRange;
  readonly fix: PlacedFix;
}

/** What a person can have done at a place. */
export interface FixesAt {
  /** Of each finding there, the preferred one first, and then the ways to disable it. */
  readonly quickFixes: readonly OfferedFix[];
  /** The serverless settings for the queue there, without those that are among the quick fixes anyway. */
  readonly serverless: readonly PlacedFix[];
}

export function fixesAt({ quickFixes, serverless }: FixesAt): readonly PlacedFix[] {
  return [...quickFixes.map(({ fix }) => fix), ...serverless];
}

/** What all preferred fixes of some files come to. */
export interface FixedFiles extends Pick<PlacedFix, 'edits' | 'newFiles'> {
  /** By path what was done to each file: titles of fixes, each once. */
  readonly titles: ReadonlyMap<string, readonly string[]>;
  /** By path the digest of the text that the edits of each file are for. */
  readonly bases: ReadonlyMap<string, string>;
}

/** An option of Bull; a timeline for those that have to do with the lock, where the queue's numbers are known. */
export interface AboutOption extends Pick<OptionAt, 'kind' | 'path' | 'option'> {
  readonly range: TextRange;
  readonly lock: { readonly timeline: string; readonly verdict: string } | null;
}

export interface AboutClientType extends Pick<ClientTypeAt, 'kind' | 'name' | 'description'> {
  readonly range: TextRange;
}

export type PlacedUse = CodePlace & Pick<JobUse, 'jobs' | 'queues'>;

/** How long one job may take, who says so, and where: null for a setting. */
export interface PlacedBudget {
  readonly ms: number;
  readonly source: string;
  readonly place: CodePlace | null;
}

export type FoundThere = CodePlace & Pick<PlacedFinding, 'rule' | 'message' | 'severity'>;

/** A place that makes queues; the range is that of the construction. */
export interface PlacedQueue extends CodePlace, Pick<QueueInCode, 'prefixes' | 'names' | 'isOpen' | 'lock'> {
  /** Its start, up to the name. */
  readonly head: TextRange;
  readonly budget: PlacedBudget | null;
  readonly processors: readonly PlacedUse[];
  readonly producers: readonly PlacedUse[];
  /** What the rules say of it, each where it is underlined: in the construction or elsewhere. */
  readonly findings: readonly FoundThere[];
}

/** Every queue that the code of a folder makes. */
export interface QueueIndex {
  readonly queues: readonly PlacedQueue[];
  readonly processes: readonly ProcessInCode[];
  /** By path the digest of the text of each file that the places above are in. */
  readonly digests: ReadonlyMap<string, string>;
}

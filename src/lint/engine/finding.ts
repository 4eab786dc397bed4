import type { Location, Range } from '../syntax/location';
import type { Severity } from './settings';

export interface TextEdit extends Location {
  readonly newText: string;
}

/** One way to make a finding go away. */
export interface Fix {
  /** Shown in the quick-fix menu: an imperative, with no full stop. */
  readonly title: string;
  /** The one that "fix all" and Ctrl+. Enter take; at most one per finding. */
  readonly isPreferred: boolean;
  /** Edits in any file of the workspace, in the text that was linted; they never overlap. */
  readonly edits: readonly TextEdit[];
  /** Files that the fix makes; empty when it makes none. A file of that name must not exist. */
  readonly newFiles: readonly { readonly file: string; readonly text: string }[];
}

export interface Related extends Location {
  readonly message: string;
}

/** What a rule says of one place in the file that is being linted. */
export interface RuleFinding extends Range {
  /** A sentence, true as it stands, with its numbers; ends with a full stop. */
  readonly message: string;
  /** What is wrong, where the underlined place only leads to it: of the findings about one cause, a file has the first. */
  readonly cause?: Location;
  /** The construction that it is about, where it may stand outside of it. */
  readonly about?: Location;
  /** When it differs from the rule's default; the user's setting for the rule wins over both. */
  readonly severity?: Severity;
  /** Where the cause was written: the budget, the option, the client. */
  readonly related?: readonly Related[];
  /** The range does nothing, and an editor fades it. */
  readonly unnecessary?: boolean;
  /** Asked for only when somebody wants to see or apply them. */
  readonly fixes?: () => readonly Fix[];
  /** Why there is none, where a person would look for one: a sentence without its full stop; null where there is one. */
  readonly whyNoFix?: () => string | null;
}

/** A finding as the hosts get it. */
export interface Finding extends Range {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly severity: Severity;
  readonly related: readonly Related[];
  /** What is wrong: the place itself, or what it only leads to. A file has one finding of a rule about one cause. */
  readonly cause: Location;
  /** The constructions that it is about, or its own place: those of the findings that it stands for are among them. */
  readonly about: readonly Location[];
  readonly unnecessary: boolean;
  /** Computed at each call from the text that was linted; never throws, empty when there is no certain fix. */
  fixes(): readonly Fix[];
  /** What the menu says where it has no fix; null where it has one, or nothing to say. */
  readonly whyNoFix?: () => string | null;
}

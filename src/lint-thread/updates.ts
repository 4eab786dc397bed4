// What the editor tells the linter's thread of files: plain data.
import type { LintSettings } from '../lint';
import type { FilesExclude } from '../lint/files/files-exclude';
import type { Entry } from '../workspace/source-walk';

/** What a project on the thread is about; paths are those of URIs. */
export interface ProjectOptions {
  /** The workspace folder, without a `/` at its end; null for files that are in none. */
  readonly folder: string | null;
  /** The URIs' authority where the thread can read the files by itself (`file:`), null where it has to ask for all. */
  readonly diskAuthority: string | null;
  readonly leftOut: readonly LeftOutFile[];
}

/** A file that is not to be linted, because the thread did not survive it. */
export interface LeftOutFile {
  readonly path: string;
  /** Once something happens to it on disk. */
  readonly comesBack: boolean;
}

/** What has changed since the update before. */
export interface Update {
  /** Counts the changes of texts that the editor knows of. An answer says which of them it takes into account. */
  readonly revision: number;
  readonly settings: LintSettings;
  readonly filesExclude: FilesExclude;
  /** Documents that are now open: their text is asked for when it matters, and then comes with each update. */
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** The new texts of open documents that were asked for before. */
  readonly texts: ReadonlyMap<string, string>;
  readonly files: FileChanges;
}

/** What happened to files and directories on disk, or wherever they are. */
export interface FileChanges {
  /** Files with another text. */
  readonly changed: readonly string[];
  /** Files and directories that were made or deleted, the latter with all in them. */
  readonly cameOrWent: readonly string[];
}

/** What the editor gives for what was asked: null where there is none. As of `update`, which comes first. */
export interface Loaded {
  readonly update: Update;
  readonly texts: ReadonlyMap<string, string | null>;
  readonly entries: ReadonlyMap<string, readonly Entry[] | null>;
}

/** What the thread has found out about the folder. */
export interface FolderState {
  /** The files that have to do with queues: those that mention bull, and those that take a queue from one of them. */
  readonly paths: readonly string[];
  /** The repository around the folder, whose files are looked at too; null where there is none. */
  readonly repository: string | null;
}

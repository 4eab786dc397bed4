import { JOB_STATES } from './bull/states';
import type { Severity } from './lint';
import { ACTION_NAMES } from './bull/actions';
import type { WrittenPlan } from './watch/plan';

/**
 * Every id that package.json contributes, declared once. test/contributions.test.ts holds the two together.
 * @see https://code.visualstudio.com/api/references/contribution-points
 */
export const commands = {
  addConnection: 'bullLens.addConnection',
  editConnection: 'bullLens.editConnection',
  enterPassword: 'bullLens.enterPassword',
  removeConnection: 'bullLens.removeConnection',
  disconnect: 'bullLens.disconnect',
  reconnect: 'bullLens.reconnect',
  makeReadOnly: 'bullLens.makeReadOnly',
  allowChanges: 'bullLens.allowChanges',
  refresh: 'bullLens.refresh',
  showConnections: 'bullLens.showConnections',
  watchQueues: 'bullLens.watchQueues',
  stopSearch: 'bullLens.stopSearch',
  findJobs: 'bullLens.findJobs',
  stopFindingJobs: 'bullLens.stopFindingJobs',
  findJobsAgain: 'bullLens.findJobsAgain',
  closeFoundJobs: 'bullLens.closeFoundJobs',
  exportJobs: 'bullLens.exportJobs',
  retryJob: 'bullLens.retryJob',
  retryAllJobs: 'bullLens.retryAllJobs',
  retryCause: 'bullLens.retryCause',
  retryJobAsNew: 'bullLens.retryJobAsNew',
  retryAllJobsAsNew: 'bullLens.retryAllJobsAsNew',
  retryCauseAsNew: 'bullLens.retryCauseAsNew',
  editJobData: 'bullLens.editJobData',
  retryWithData: 'bullLens.retryWithData',
  addJob: 'bullLens.addJob',
  duplicateJob: 'bullLens.duplicateJob',
  addThisJob: 'bullLens.addThisJob',
  copyJobs: 'bullLens.copyJobs',
  promoteJob: 'bullLens.promoteJob',
  promoteAllJobs: 'bullLens.promoteAllJobs',
  discardJob: 'bullLens.discardJob',
  discardAllJobs: 'bullLens.discardAllJobs',
  removeJob: 'bullLens.removeJob',
  removeAllJobs: 'bullLens.removeAllJobs',
  removeCause: 'bullLens.removeCause',
  cleanJobs: 'bullLens.cleanJobs',
  emptyQueue: 'bullLens.emptyQueue',
  repeatableJobs: 'bullLens.repeatableJobs',
  pauseQueue: 'bullLens.pauseQueue',
  resumeQueue: 'bullLens.resumeQueue',
  obliterateQueue: 'bullLens.obliterateQueue',
  showByCause: 'bullLens.showByCause',
  showByTime: 'bullLens.showByTime',
  goToRemedy: 'bullLens.goToRemedy',
  showCauses: 'bullLens.showCauses',
  hideCauses: 'bullLens.hideCauses',
  openCausePage: 'bullLens.openCausePage',
  copyPattern: 'bullLens.copyPattern',
  openJob: 'bullLens.openJob',
  openWholeJob: 'bullLens.openWholeJob',
  loadMoreJobs: 'bullLens.loadMoreJobs',
  revealQueue: 'bullLens.revealQueue',
  goToQueue: 'bullLens.goToQueue',
  goToProcessor: 'bullLens.goToProcessor',
  goToFrame: 'bullLens.goToFrame',
  findProducers: 'bullLens.findProducers',
  lintWorkspace: 'bullLens.lintWorkspace',
  fixWorkspace: 'bullLens.fixWorkspace',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = {
  queues: 'bullLens.queues',
} as const;

/** Keys for `when` clauses, set with the command `setContext`. */
export const contextKeys = {
  /** There is at least one connection in the settings. */
  hasConnections: 'bullLens.hasConnections',
  /** The active editor shows a job that may be retried. */
  activeJobIsRetryable: 'bullLens.activeJobIsRetryable',
  /** Set for a moment when somebody does a step of the walkthrough. */
  openedFailedJob: 'bullLens.openedFailedJob',
  wentToCode: 'bullLens.wentToCode',
  appliedFix: 'bullLens.appliedFix',
  retriedJobs: 'bullLens.retriedJobs',
  watchedQueues: 'bullLens.watchedQueues',
} as const;

/**
 * What a row of the tree is and what can be done with it. A `when` clause asks for each word by itself
 * (`viewItem =~ /\bjob\b/ && viewItem =~ /\bfailed\b/`), so that their order means nothing.
 */
export const rowTokens = [
  ...['connection', 'queue', 'state', 'cause', 'job', 'loadMore', 'message'],
  ...['writable', 'readOnly'],
  ...['connected', 'disconnected', 'unusable', 'searching', 'passwordNeeded'],
  ...['bull', 'bullmq', 'failing', 'fine', 'some', 'none'],
  ...['search', 'running', 'ended', 'found', 'allCauses', 'sharedCause'],
  ...['byCause', 'byTime', 'known', 'unknown', 'inCode', 'ownFrame'],
  ...['present', 'gone', 'unreadable', 'running'],
  ...JOB_STATES,
  ...ACTION_NAMES,
] as const;

export type RowToken = (typeof rowTokens)[number];

/** A row's `contextValue`. */
export function contextValue(...tokens: readonly RowToken[]): string {
  return tokens.join(' ');
}

/** Under `bullLens.` in the settings, each with its type there. */
export interface Settings {
  connections: readonly ConnectionSetting[];
  /** Seconds between two refreshes of the visible tree; 0 refreshes only on demand. */
  refreshInterval: number;
  live: boolean;
  /** Count the failed jobs once when a window starts, before anybody has looked. */
  countAtStart: boolean;
  /** Say above the code of a queue what the queue is doing. */
  codeLens: boolean;
  /** Queue name or glob to the paths in the data of its jobs whose values their rows show. */
  rowFields: Readonly<Record<string, readonly string[]>>;
  /** Globs of paths in the data of jobs whose values are shown nowhere. */
  hiddenFields: readonly string[];
  /** Entry of a process, as *Show Connections* names it, to how many instances of it run at once. */
  instances: Readonly<Record<string, number>>;
  /** How long *Watch Queues* and `bull-lens watch` watch, and what they hold the jobs against. */
  watch: WrittenPlan;
  /** Rule id to severity; a rule that is not named keeps its own. */
  rules: Readonly<Record<string, Severity | 'off'>>;
  /** Queue name or glob to how long one job may take: `"90s"` or ms. */
  jobBudgets: Readonly<Record<string, string | number>>;
  /** How long one job of any other queue may take. */
  defaultJobBudget: string | number | null;
  /** How many Redis connections a process may open before that is worth a warning. */
  connectionLimit: number;
  /** Globs of files, from the repository's root, that run on a serverless platform. */
  serverless: readonly string[];
  /** Tell as hints what could not be evaluated. */
  showUnknown: boolean;
}

export interface ConnectionSetting {
  readonly name: string;
  /** `redis://` or `rediss://`, without a password; may hold `${env:NAME}`. */
  readonly url: string;
  readonly prefix?: string | readonly string[];
  readonly queues?: readonly string[];
  readonly readOnly?: boolean;
  readonly tls?: TlsSetting;
}

/** Paths of files in PEM, and the name to find in the server's certificate. */
export interface TlsSetting {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

/** The scheme of a report. */
export const REPORT_SCHEME = 'bull-lens-report';

/** The scheme of the data of a job that is edited. */
export const DATA_SCHEME = 'bull-lens-data';

/** The scheme of a job that is written before it is added. */
export const NEW_JOB_SCHEME = 'bull-lens-new-job';

/** The scheme of a job's read-only document. */
export const JOB_SCHEME = 'bull-lens-job';

/** Its language: JSON's colours, and no links made out of what the data holds (package.json, configurationDefaults). */
export const JOB_LANGUAGE = 'bull-job';

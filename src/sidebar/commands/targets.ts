import * as vscode from 'vscode';
import type { QueueRef } from '../../bull/keys';
import type { Target } from '../../commands';
import { DATA_SCHEME, JOB_SCHEME, NEW_JOB_SCHEME } from '../../contributions';
import { AllCausesNode } from '../nodes/all-causes-node';
import { CauseNode } from '../nodes/cause-node';
import { FoundNode } from '../nodes/found-node';
import { ConnectionNode } from '../nodes/connection-node';
import { JobNode } from '../nodes/job-node';
import { LoadMoreNode } from '../nodes/load-more-node';
import type { Node } from '../nodes/node';
import { QueueNode } from '../nodes/queue-node';
import { SearchNode } from '../nodes/search-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';

import type { Folder } from './chosen-jobs';
import type { Exportable } from './exported-rows';

/** A queue by the name of its connection and its own. */
export interface NamedQueue {
  readonly connection: string;
  readonly ref: QueueRef;
}

/** A frame of the stack trace in the document of a job. */
export interface NamedFrame {
  readonly uri: vscode.Uri;
  /** In the document, from 0. */
  readonly line: number;
  /** Its file is to be chosen anew. */
  readonly isAnew: boolean;
}

type NodeClass<T extends Node> = abstract new (...args: never[]) => T;

/**
 * What a person has in front of them: a row that is in the tree now, or a job in an editor on the screen. Nothing else
 * is a target, however much it looks like one: a command changes nothing for a link that names what it would like.
 */
export class Targets {
  constructor(private readonly tree: Pick<QueuesTree, 'has'>) {}

  /** null where no row was given: the command asks for one. */
  readonly connectionOrNone: Target<ConnectionNode | null> = {
    needs: 'a connection in the Bull Lens view',
    read: ([row]) => (row === undefined ? null : this.row([ConnectionNode], row)),
  };

  readonly connection = this.rowOf('a connection', ConnectionNode);
  readonly allCauses = this.rowOf('the causes of a connection', AllCausesNode);
  readonly search = this.rowOf('a search for jobs', SearchNode);

  /** Where jobs are searched for: the row, or the one that it is below; null where no row was given. */
  readonly searchable: Target<ConnectionNode | QueueNode | StateNode | null> = {
    needs: 'a connection or a queue in the Bull Lens view',
    read: ([row]) =>
      row === undefined
        ? null
        : this.rowAround<ConnectionNode | QueueNode | StateNode>([ConnectionNode, QueueNode, StateNode], row),
  };

  readonly folder = this.rowOf<Folder>('a queue', ...[QueueNode, StateNode, FoundNode, SearchNode, ConnectionNode]);
  readonly queue = this.rowOf('a queue', QueueNode);

  /** null where no row was given: the command asks for a queue. */
  readonly queueOrNone: Target<QueueNode | null> = {
    needs: 'a queue in the Bull Lens view',
    read: ([row]) => (row === undefined ? null : this.row([QueueNode], row)),
  };

  readonly cleanable = this.rowOf<StateNode | QueueNode | ConnectionNode>(
    'a queue, or its jobs in one state,',
    ...[StateNode, QueueNode, ConnectionNode],
  );

  readonly state = this.rowOf('the jobs of a queue in one state', StateNode);
  readonly jobFolder = this.rowOf<StateNode | FoundNode | SearchNode>(
    'the jobs of a queue in one state, or a search,',
    ...[StateNode, FoundNode, SearchNode],
  );
  readonly cause = this.rowOf('a cause of failures', CauseNode);
  readonly anyCause = this.rowOf<CauseNode | SharedCauseNode>('a cause of failures', CauseNode, SharedCauseNode);
  readonly loadMore = this.rowOf('a folder of jobs', LoadMoreNode);
  readonly job = this.rowOf('a job', JobNode);

  /** The document that was given, or else the one in the active editor. */
  readonly document: Target<vscode.Uri> = {
    needs: 'the document of a job',
    read: ([uri]) => documentOnScreen(uri === undefined ? vscode.window.activeTextEditor?.document.uri : uri),
  };

  /** The data of a job that is edited: as above. */
  readonly editedData: Target<vscode.Uri> = {
    needs: 'the data of a job in an editor',
    read: ([uri]) => documentOnScreen(uri ?? vscode.window.activeTextEditor?.document.uri, DATA_SCHEME),
  };

  /** A job that is written: as above. */
  readonly newJob: Target<vscode.Uri> = {
    needs: 'a new job in an editor',
    read: ([uri]) => documentOnScreen(uri ?? vscode.window.activeTextEditor?.document.uri, NEW_JOB_SCHEME),
  };

  /** Which of several files a frame is in changes nothing, so that anybody may ask for it. */
  readonly frame: Target<NamedFrame | CauseNode | SharedCauseNode> = {
    needs: 'a cause of failures in the Bull Lens view, or a frame of a stack trace in the document of a job,',
    read: (args) => this.anyCause.read(args) ?? namedFrame(args),
  };

  readonly jobOrDocument: Target<JobNode | vscode.Uri> = {
    needs: 'a job in the Bull Lens view, or open one,',
    read: (args) => this.job.read(args) ?? this.document.read(args),
  };

  /** What says of which queue it is. */
  readonly ofQueue: Target<QueueNode | StateNode | CauseNode | JobNode | vscode.Uri> = {
    needs: 'a queue or a job in the Bull Lens view, or open one,',
    read: (args) =>
      this.row<QueueNode | StateNode | CauseNode | JobNode>([QueueNode, StateNode, CauseNode, JobNode], args[0]) ??
      this.document.read(args),
  };

  /** A queue to be shown, which changes nothing, so that anybody may name it; null for the view as a whole. */
  readonly shown: Target<NamedQueue | vscode.Uri | null> = {
    needs: 'a queue, or the document of a job,',
    read: ([named]) => (named === 'view' ? null : (namedQueue(named) ?? this.document.read([named]))),
  };

  /** The selected rows, where the given one came with a selection. */
  readonly jobs: Target<readonly JobNode[]> = {
    needs: 'a job in the Bull Lens view',
    read: (args) => this.selectedJobs(args),
  };

  /** A folder of jobs, or the selected jobs. */
  readonly exportable: Target<Exportable> = {
    needs: 'jobs in the Bull Lens view',
    read: (args) =>
      this.row<CauseNode | SharedCauseNode | StateNode | SearchNode | FoundNode>(
        [CauseNode, SharedCauseNode, StateNode, SearchNode, FoundNode],
        args[0],
      ) ?? this.selectedJobs(args),
  };

  readonly jobsOrDocument: Target<readonly JobNode[] | vscode.Uri> = {
    needs: 'a failed job in the Bull Lens view, or open one,',
    read: (args) => this.jobs.read(args) ?? this.document.read(args),
  };

  private rowOf<T extends Node>(what: string, ...classes: readonly NodeClass<T>[]): Target<T> {
    return { needs: `${what} in the Bull Lens view`, read: ([row]) => this.row(classes, row) };
  }

  private selectedJobs([row, selection]: readonly unknown[]): readonly JobNode[] | undefined {
    const rows: readonly unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [row];
    const jobs = rows.map((each) => this.row([JobNode], each)).filter((job) => job !== undefined);
    return jobs.length > 0 ? jobs : undefined;
  }

  /** VS Code gives a button above the view the row that has the focus, whatever it is. */
  private rowAround<T extends Node>(classes: readonly NodeClass<T>[], row: unknown): T | undefined {
    for (let at = row; at; { parent: at } = at as Partial<Node>) {
      const found = this.row(classes, at);
      if (found) return found;
    }
    return undefined;
  }

  private row<T extends Node>(classes: readonly NodeClass<T>[], row: unknown): T | undefined {
    return classes.some((each) => row instanceof each) && this.tree.has(row as T) ? (row as T) : undefined;
  }
}

function documentOnScreen(uri: unknown, scheme = JOB_SCHEME): vscode.Uri | undefined {
  if (!(uri instanceof vscode.Uri) || uri.scheme !== scheme) return undefined;
  const isShown = vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString());
  return isShown ? uri : undefined;
}

function namedFrame([named, line, how]: readonly unknown[]): NamedFrame | undefined {
  const uri = documentOnScreen(named);
  return uri && typeof line === 'number' ? { uri, line, isAnew: how === 'another' } : undefined;
}

function namedQueue(value: unknown): NamedQueue | undefined {
  const { connection, ref } = (value ?? {}) as Partial<NamedQueue>;
  const names = [connection, ref?.prefix, ref?.name];
  return names.every((name) => typeof name === 'string') ? (value as NamedQueue) : undefined;
}

import * as vscode from 'vscode';
import { commands } from '../../contributions';
import { showFinding } from '../../editor/show-finding';
import { showPlaces } from '../../editor/show-places';
import { type FollowedRemedy, isApplied, nextStep, remedies } from '../../link/remedies';
import { noPlace } from '../../link/no-place';
import { inBackground } from '../../log/in-background';
import type { Logger } from '../../log/logger';
import { showInformationMessage } from '../../messages';
import { complete } from '../../walkthrough';
import { causePage } from '../cause-page';
import type { CodeOfQueues } from '../code-of-queues';
import type { CauseNode } from '../nodes/cause-node';

interface Followed extends FollowedRemedy {
  readonly connection: string;
  /** The title of the cause, where its jobs had finished. */
  readonly finished: string | null;
}

/** From the cause of failures to the finding in the code that tells why, and on from there once it is mended. */
export class RemedyCommands implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private followed: Followed | null = null;

  constructor(
    private readonly code: CodeOfQueues,
    private readonly log: Logger,
  ) {
    this.subscription = code.onDidChange(() => this.look());
  }

  readonly goToRemedy = async ({ queueNode, group: { cause, names } }: CauseNode) => {
    if (!cause) throw new Error("Nothing is known of this cause: it is the application's own error.");
    if (!vscode.workspace.workspaceFolders) throw new Error('Open the folder with the code of the queue first.');
    const { ref } = queueNode.queue;
    const found = await this.code.places((queues) => remedies(queues, ref, cause.id, names));
    const [first] = found;
    if (!first) return this.tellNone(queueNode.queue.ref, cause);
    const connection = queueNode.parent.session.name;
    this.followed = {
      ref,
      rule: first.rule,
      jobs: names,
      connection,
      finished: cause.alreadyFinished ? cause.title : null,
    };
    complete('wentToCode');
    await (found.length === 1 ? showFinding(first) : showPlaces(found));
  };

  dispose(): void {
    this.subscription.dispose();
  }

  private async tellNone(ref: FollowedRemedy['ref'], cause: { readonly id: string; readonly title: string }) {
    const isMade = this.code.queues.constructions(ref).length > 0;
    const text = isMade
      ? `Bull Lens finds nothing wrong in the code of ${ref.name} that ${cause.title} may come from.`
      : noPlace('constructor', ref, null, this.code.queues);
    const answer = await showInformationMessage(text, 'Open the Page of This Cause');
    if (answer) await vscode.env.openExternal(vscode.Uri.parse(causePage(cause.id)));
  }

  private look(): void {
    const { followed } = this;
    if (!followed || !isApplied(followed, this.code.queues)) return;
    this.followed = null;
    inBackground(this.log, 'The failed jobs could not be shown.', tellNext(followed));
  }
}

async function tellNext(followed: Followed): Promise<void> {
  const { connection, ref, finished } = followed;
  const answer = await showInformationMessage(nextStep(followed, finished), 'Show Failed Jobs');
  if (answer) await vscode.commands.executeCommand(commands.revealQueue, { connection, ref });
}

import * as vscode from 'vscode';
import { rootsOf } from '../../link/frame-files';

const KEY = 'roots of stack traces';

/**
 * Which of several files a person has chosen for one of a stack trace: kept by the folders that it stands in there and
 * here, so that it holds for the files beside it.
 */
export class FrameChoices implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly storage: vscode.Memento) {}

  /** null where none of these was chosen. */
  among(file: string, places: readonly vscode.Location[]): vscode.Location | null {
    const chosen = this.chosen;
    return (
      places.find(({ uri }) => {
        const { there, here } = rootsOf(file, uri.path);
        return chosen[there] === here;
      }) ?? null
    );
  }

  async remember(file: string, { uri }: vscode.Location): Promise<void> {
    const { there, here } = rootsOf(file, uri.path);
    await this.storage.update(KEY, { ...this.chosen, [there]: here });
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get chosen(): Readonly<Record<string, string>> {
    return this.storage.get(KEY, {});
  }
}

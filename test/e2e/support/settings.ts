import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionSetting } from '../../../src/contributions';
import type { VSCode } from '../../support/vscode/launch';

/** The user's settings.json of a VS Code, as its file is on the disk. */
export class UserSettings {
  private readonly file: string;

  constructor(code: VSCode) {
    this.file = join(code.server.folder, 'user/User/settings.json');
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  get connections(): readonly ConnectionSetting[] {
    return this.read()['bullLens.connections'] ?? [];
  }

  /** Writes by hand, as a person does in the editor. */
  setConnections(connections: readonly object[]): void {
    writeFileSync(this.file, JSON.stringify({ ...this.read(), 'bullLens.connections': connections }, undefined, 2));
  }

  private read(): { 'bullLens.connections'?: ConnectionSetting[] } {
    return JSON.parse(this.text) as { 'bullLens.connections'?: ConnectionSetting[] };
  }
}

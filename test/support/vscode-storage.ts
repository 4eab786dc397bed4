import type * as vscode from 'vscode';

/** VS Code's SecretStorage, in memory. */
export class MemorySecrets implements vscode.SecretStorage {
  private readonly map: Map<string, string>;
  private readonly listeners = new Set<(event: vscode.SecretStorageChangeEvent) => unknown>();
  /** What it fails with, as where the keychain is locked. */
  failure: Error | null = null;

  constructor(start: Readonly<Record<string, string>> = {}) {
    this.map = new Map(Object.entries(start));
  }

  /** Every secret there is. */
  get all(): readonly string[] {
    return [...this.map.values()];
  }

  readonly onDidChange: vscode.Event<vscode.SecretStorageChangeEvent> = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  async get(key: string): Promise<string | undefined> {
    if (this.failure) throw this.failure;
    return this.map.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    this.map.set(key, value);
    for (const listener of this.listeners) listener({ key });
  }

  async delete(key: string): Promise<void> {
    if (this.map.delete(key)) for (const listener of this.listeners) listener({ key });
  }
}

/** VS Code's storage for an extension, in memory. */
export class MemoryState implements vscode.Memento {
  private readonly map: Map<string, unknown>;

  constructor(start: Readonly<Record<string, unknown>> = {}) {
    this.map = new Map(Object.entries(start));
  }

  keys(): readonly string[] {
    return [...this.map.keys()];
  }

  get<T>(key: string, otherwise?: T): T {
    return (this.map.has(key) ? this.map.get(key) : otherwise) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.map.set(key, value);
  }

  setKeysForSync(): void {}
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('in the extension host', () => {
  it('Bull Lens is there and activates', async () => {
    const extension = vscode.extensions.getExtension('bull-lens.bull-lens');
    assert.ok(extension, 'VS Code knows no extension bull-lens.bull-lens');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});

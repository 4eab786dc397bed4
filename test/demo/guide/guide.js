// An extension of the demo's window: shows the Bull Lens view, the README that leads through, and beside it the file of
// the failing queues. Only when the window opens for the first time: afterwards it is as the person left it.
const vscode = require('vscode');

exports.activate = async ({ workspaceState }) => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder || workspaceState.get('isArranged')) return;
  await workspaceState.update('isArranged', true);
  const file = (path) => vscode.Uri.joinPath(folder, path);

  await vscode.commands.executeCommand('vscode.setEditorLayout', { groups: [{ size: 0.37 }, { size: 0.63 }] });
  await vscode.commands.executeCommand('markdown.showPreview', file('README.md'));
  const code = await vscode.workspace.openTextDocument(file('src/queues/parsing.ts'));
  await vscode.window.showTextDocument(code, { viewColumn: vscode.ViewColumn.Two, preview: false });
  await vscode.commands.executeCommand('bullLens.queues.focus');
};

// An extension of the demo's window: shows the Bull Lens view, in tabs beside each other the README that leads through
// and, in front, the walkthrough, and to their right the file of the failing queues. Only when the window opens for the
// first time: afterwards it is as the person left it.
const vscode = require('vscode');

exports.activate = async ({ workspaceState }) => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder || workspaceState.get('isArranged')) return;
  await workspaceState.update('isArranged', true);
  const file = (path) => vscode.Uri.joinPath(folder, path);

  await vscode.commands.executeCommand('vscode.setEditorLayout', { groups: [{ size: 0.37 }, { size: 0.63 }] });
  await vscode.commands.executeCommand('markdown.showPreview', file('README.md'));
  await openedTabs(1);
  // The step that comes first here: the demo is connected.
  const walkthrough = { category: 'bull-lens.bull-lens#firstFailure', step: 'look' };
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
  await openedTabs(2);
  const code = await vscode.workspace.openTextDocument(file('src/queues/parsing.ts'));
  await vscode.window.showTextDocument(code, { viewColumn: vscode.ViewColumn.Two, preview: false });
  await vscode.commands.executeCommand('bullLens.queues.focus');
};

/** Resolves once there are so many tabs: a command that opens one may resolve before. */
function openedTabs(number) {
  return new Promise((resolve) => {
    const { onDidChangeTabs } = vscode.window.tabGroups;
    const listening = onDidChangeTabs(look);
    function look() {
      if (vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length < number) return;
      listening.dispose();
      resolve();
    }
    look();
  });
}

import * as vscode from 'vscode';

const icon = (id: string, color?: string) => () =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

export const icons = {
  busy: icon('loading~spin'),
  error: icon('error', 'testing.iconFailed'),
  information: icon('info'),
  missing: icon('question', 'disabledForeground'),
  warning: icon('warning', 'problemsWarningIcon.foreground'),
} as const;

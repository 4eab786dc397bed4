import * as vscode from 'vscode';

/** The colour of what has failed: `testing.iconFailed` has none where contrast is high. */
export const FAILED_COLOR = 'problemsErrorIcon.foreground';

const icon = (id: string, color?: string) => () =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

export const icons = {
  busy: icon('loading~spin'),
  error: icon('error', FAILED_COLOR),
  information: icon('info'),
  missing: icon('question', 'disabledForeground'),
  doNot: icon('circle-slash', 'problemsWarningIcon.foreground'),
  warning: icon('warning', 'problemsWarningIcon.foreground'),
} as const;

import type * as vscode from 'vscode';

/**
 * A row of the tree: it draws what the sessions know, and reads nothing itself. A node object lives as long as what it
 * shows, so that VS Code recognises it; its id (see `rowId`) is made of names and never of a time or a position, so
 * that expansion, selection and scroll survive a refresh.
 */
export interface Node {
  readonly id: string;
  readonly parent: Node | null;
  item(): vscode.TreeItem;
  /** Absent where the row has nothing below it. */
  children?(): Node[];
  /** Whether that row was among the children when they were drawn last. */
  has?(child: Node): boolean;
}

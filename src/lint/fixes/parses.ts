import type typescript from 'typescript';
import { syntaxErrors } from '../syntax/parsed-file';

/** Whether a file is free of syntax errors: edits in one that is half typed land anywhere. */
export function parses(file: typescript.SourceFile): boolean {
  return syntaxErrors(file).length === 0;
}

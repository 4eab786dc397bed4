import type typescript from 'typescript';

/** Whether a file is free of syntax errors: edits in one that is half typed land anywhere. */
export function parses(file: typescript.SourceFile): boolean {
  // Not in the public types; `Program.getSyntacticDiagnostics` reads the same list.
  const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly unknown[] };
  return parseDiagnostics.length === 0;
}

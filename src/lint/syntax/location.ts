import type typescript from 'typescript';

/** A stretch of a file's text, in UTF-16 offsets; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range in a file that is named: where a value was written, what an edit changes. */
export interface Location extends Range {
  readonly file: string;
}

/** Where `node` is written, without the comments and spaces before it. */
export function locationOf(node: typescript.Node): Location {
  const file = node.getSourceFile();
  return { file: file.fileName, start: node.getStart(file), end: node.end };
}

import type ts from 'typescript';
import type { Project } from '../files/project';
import type { Value } from './value';
import { unknown } from './make';

/** Evaluates expressions in part, across files. Never throws and never hangs: what it cannot follow is unknown. */
export class Evaluator {
  constructor(private readonly project: Project) {}

  /** What `expression` is, where it stands. */
  evaluate(expression: ts.Expression): Value {
    void this.project;
    return unknown(locationOf(expression));
  }

  /** What a call of `callee` with `args` returns (all returns, joined); unknown when it is no function that can be read. */
  call(callee: Value, args: readonly Value[]): Value {
    void args;
    return unknown(callee.at);
  }
}

/** Where `node` is written, without the comments and spaces before it. */
export function locationOf(node: ts.Node): { file: string; start: number; end: number } {
  const file = node.getSourceFile();
  return { file: file.fileName, start: node.getStart(file), end: node.end };
}

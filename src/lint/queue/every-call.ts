import type typescript from 'typescript';
import type { Call } from '../evaluation/value';
import type { Project } from '../files/project';
import { superCallsIn } from '../syntax/constructors';
import { ts } from '../syntax/typescript';
import { isProduction } from './production';

export interface CallSources {
  /** The calls of a function or class in other files than its own. */
  callersOf(code: typescript.Node): readonly Call[];
  /** The classes of any file that extend a class. */
  extensionsOf(code: typescript.Node): readonly typescript.ClassLikeDeclaration[];
  readonly project: Project;
}

/**
 * All calls of an exported function in other files, and of a class all that make an instance of it or of one that extends
 * it; null where a container makes them. Of what runs in production, those of tests and scripts are none.
 */
export function everyCallOf(code: typescript.Node, sources: CallSources): readonly Call[] | null {
  const file = code.getSourceFile();
  const extensions = sources.extensionsOf(code).filter((each) => each.getSourceFile() !== file);
  if (ts.isClassLike(code) && [code, ...extensions].some(isDecorated)) return null;
  const inherited = extensions.map((each) => callsThrough(each, sources));
  if (inherited.includes(null)) return null;
  const calls = [...sources.callersOf(code), ...inherited.flatMap((each) => each ?? [])];
  if (!isProduction(file.fileName, sources.project)) return calls;
  return calls.filter((call) => isProduction(call.getSourceFile().fileName, sources.project));
}

/** What a class that extends another gives the constructor of that; null where it has several ways, or none of its own. */
function callsThrough(extension: typescript.ClassLikeDeclaration, sources: CallSources): readonly Call[] | null {
  const calls = superCallsIn(extension);
  return calls.length === 1 && sources.extensionsOf(extension).length === 0 ? calls : null;
}

function isDecorated(code: typescript.ClassLikeDeclaration): boolean {
  return ts.canHaveDecorators(code) && (ts.getDecorators(code) ?? []).length > 0;
}

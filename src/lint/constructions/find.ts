import type { ParsedFile } from '../files/parsed-file';
import type { Evaluator } from '../values/evaluator';
import type { Construction } from './construction';

/** The Bull queues that a file makes, in the order of its text. */
export function findConstructions(file: ParsedFile, evaluator: Evaluator): readonly Construction[] {
  void file;
  void evaluator;
  return [];
}

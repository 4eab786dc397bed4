import { visible } from '../words';

/** A text as the name of a file that VS Code shows: no part of a path, and nothing that ends or turns a line. */
export function fileName(text: string): string {
  return visible(text).replaceAll('/', '∕');
}

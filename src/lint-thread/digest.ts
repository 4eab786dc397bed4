import { createHash } from 'node:crypto';

/** Says whether two texts are the same but for the ends of their lines, which VS Code makes all alike when it opens a file. */
export function digest(text: string): string {
  return createHash('sha1').update(text.replace(/\r\n?/g, '\n')).digest('base64');
}

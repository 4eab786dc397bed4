import { isSource } from '../workspace/paths';
/** The languages that may hold a Bull queue, by VS Code's ids, each with the name ending that the parser goes by. */
const endings: Readonly<Record<string, string>> = {
  javascript: '.js',
  javascriptreact: '.jsx',
  typescript: '.ts',
  typescriptreact: '.tsx',
};

export const languages = Object.keys(endings);

/**
 * The name under which the engine knows a document: its path, with the ending of its language where it has none of its
 * own (an untitled file, a script without an extension).
 */
export function sourcePath(path: string, languageId: string): string {
  return isSource(path) ? path : path + (endings[languageId] ?? '');
}

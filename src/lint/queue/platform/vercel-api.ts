/**
 * Whether Vercel makes a function of a file, seen from the project's directory: of those in `api`, but of no declaration
 * and of nothing below a name that begins with `_` or `.`.
 *
 * @see https://vercel.com/docs/functions/configuring-functions
 */
export function isVercelApi(path: string): boolean {
  return path.startsWith('api/') && !/\/[_.]|\.d\.[cm]?ts$/.test(path);
}

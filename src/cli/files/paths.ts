/** The path as the engine wants it: `/` between the parts, also on Windows (where Node takes both). */
export function withSlashes(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** Which source file loads which. */
export interface Imports {
  importersOf(path: string): readonly string[];
  loadsOf(path: string): readonly { readonly file: string; readonly specifier: string }[];
  /** The files that also load modules whose names they compute. */
  readonly loadingComputed: ReadonlySet<string>;
  /** The files that import a package with which code declares or registers functions of a platform. */
  readonly usingPlatforms: ReadonlySet<string>;
}

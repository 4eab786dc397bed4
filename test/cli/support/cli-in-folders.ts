import { Cli } from '../../support/cli';
import { Folder } from '../../support/folder';

export interface CliInFolders {
  readonly cli: Cli;
  /** A folder with these files, until the end of the test. */
  readonly workspace: (files: Readonly<Record<string, string>>) => Folder;
  /** A copy of a folder, likewise. */
  readonly copyOf: (path: string) => Folder;
}

/** Within a `describe`: the command line, built once, and folders to run it in; `files` are in each of them. */
export function cliInFolders(files: Readonly<Record<string, string>> = {}): CliInFolders {
  let cli: Cli;
  const folders: Folder[] = [];
  before(async function () {
    this.timeout(120_000);
    cli = await Cli.build();
  });
  after(() => cli.remove());
  afterEach(() => folders.splice(0).forEach((folder) => folder.remove()));
  const kept = (folder: Folder): Folder => {
    folders.push(folder);
    return folder;
  };
  return {
    get cli() {
      return cli;
    },
    workspace: (own) => kept(Folder.of({ ...files, ...own })),
    copyOf: (path) => kept(Folder.copyOf(path)),
  };
}

import { Disk } from '../../workspace/disk';
import type { FolderReader } from '../../workspace/source-walk';
import type { Notice } from '../notice';

/** Reads the folders of the disk; tells once of what cannot be read. The folders above `root` are no one's to lint. */
export function folderReader(root: string, notice: Notice): FolderReader {
  const told = new Set<string>();
  const disk = new Disk('', (path, error) => {
    if (told.has(path) || root.startsWith(`${path}/`)) return;
    told.add(path);
    notice(path, error);
  });
  return { read: async (path) => disk.read(path), entries: async (path) => disk.entries(path) };
}

import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { join, sep } from 'node:path';

/** Reports the names that change in folders, each of which is watched by itself. */
export function createFolderWatch(
  onChange: (path: string) => void,
  onError: (error: unknown) => void,
) {
  const watchers = new Map<string, FSWatcher>();

  function close(path: string) {
    watchers.get(path)?.close();
    watchers.delete(path);
  }

  return {
    /** Watches one folder, not those below it; again anew, since it may be another one by then. */
    add: (folder: string) => {
      close(folder);
      try {
        const watcher = watch(folder, (_, name) => {
          if (name !== null) onChange(join(folder, name));
        });
        watcher.on('error', () => close(folder));
        watchers.set(folder, watcher);
      } catch (error) {
        onError(error);
      }
    },
    /** Ends the watch of a folder that is gone, and of all below it. */
    drop: (folder: string) => {
      for (const path of watchers.keys()) {
        if (path === folder || path.startsWith(folder + sep)) close(path);
      }
    },
    close: () => {
      for (const path of watchers.keys()) close(path);
    },
  };
}

export type FolderWatch = ReturnType<typeof createFolderWatch>;

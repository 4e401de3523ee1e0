import { isSealed, readFolder, type SetFolder } from './set-folder.ts';
import type { SetStore, StoredObject } from './set-store.ts';

export interface CleaningPorts {
  readonly store: SetStore;
  readonly now: () => Date;
  /** For how long a set that is being written may show no sign of life. */
  readonly leaseMs: number;
}

async function removeAll(store: SetStore, objects: readonly StoredObject[]): Promise<void> {
  for (const { name, generation } of objects) await store.remove(name, generation);
}

/** Removes a set, its manifest first: from then on it is no set. */
export async function removeSet(store: SetStore, folder: SetFolder): Promise<void> {
  const { manifest, objects } = folder;
  await removeAll(store, manifest === null ? [] : [manifest]);
  await removeAll(
    store,
    objects.filter((object) => object !== manifest),
  );
}

/** True for a set without a manifest in whose folder nothing was written for longer than the lease. */
export function isAbandoned(folder: SetFolder, { now, leaseMs }: CleaningPorts): boolean {
  const newest = Math.max(...folder.objects.map(({ updatedAt }) => Date.parse(updatedAt)));
  return !isSealed(folder) && newest < now().getTime() - leaseMs;
}

/**
 * Removes what the writer of a set left that died, and says whether it did. The sign of life goes
 * first: a writer that is there after all finds it gone before it seals the set, or has sealed the
 * set already, which the second look at the folder shows.
 */
export async function clearAbandoned(ports: CleaningPorts, folder: SetFolder): Promise<boolean> {
  const { store } = ports;
  if (!isAbandoned(folder, ports)) return false;
  const { progress, database, setId } = folder;
  if (progress !== null && !(await store.remove(progress.name, progress.generation))) return false;
  const left = await readFolder(store, database, setId);
  if (isSealed(left)) return false;
  await removeSet(store, left);
  return true;
}

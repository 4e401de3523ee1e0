import { isTransient } from '../app-error.ts';
import { compareObject } from '../backup/compare-file.ts';
import type { Manifest, TableManifest } from '../backup/manifest.ts';
import { judgeProofs } from '../backup/proof.ts';
import { readManifest } from '../backup/read-manifest.ts';
import { isSealed, readFolders, type SealedFolder } from '../backup/set-folder.ts';
import type { SetStore } from '../backup/set-store.ts';

/** A table of a set of which a proof has passed, and none has failed since. */
export interface ProvenTable {
  readonly setId: string;
  readonly takenAt: string;
  readonly wanted: TableManifest;
}

/** Null for a manifest that has been damaged since it was proven. */
async function readSoundManifest(store: SetStore, folder: SealedFolder): Promise<Manifest | null> {
  try {
    return await readManifest(store, folder);
  } catch (error) {
    if (isTransient(error)) throw error;
    return null;
  }
}

/**
 * Of each table the newest proven set that holds it and still has its object; tables that no such
 * set holds are left out.
 */
export async function findProvenTables(
  store: SetStore,
  database: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, ProvenTable>> {
  const found = new Map<string, ProvenTable>();
  for (const folder of await readFolders(store, database)) {
    if (found.size === tables.length) break;
    if (!isSealed(folder) || judgeProofs(folder.proofs) !== 'proven') continue;
    const manifest = await readSoundManifest(store, folder);
    for (const wanted of manifest?.tables ?? []) {
      const { table, object } = wanted;
      if (!tables.includes(table) || found.has(table)) continue;
      const stored = folder.objects.find(({ name }) => name === object);
      if (compareObject(stored, wanted).length > 0) continue;
      found.set(table, { setId: folder.setId, takenAt: manifest?.taken_at ?? '', wanted });
    }
  }
  return found;
}

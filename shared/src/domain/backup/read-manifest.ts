import { AppError } from '../app-error.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { tableObject } from './object-names.ts';
import type { SealedFolder } from './set-folder.ts';
import type { SetStore } from './set-store.ts';

/** Why the manifest can't be that of the folder in which it lies; null where it can. */
function findStranger(manifest: Manifest, { setId, database, path }: SealedFolder): string | null {
  if (manifest.set_id !== setId || manifest.database !== database) {
    return `it is the manifest of the set ${manifest.set_id} of ${manifest.database}.`;
  }
  const stranger = manifest.tables.find(
    ({ table, object, contract }) =>
      object !== tableObject(path, table) || contract.table !== table,
  );
  return stranger === undefined
    ? null
    : `its table ${stranger.table} is not in ${stranger.object}, but in an object of its own name.`;
}

/**
 * The manifest of a set. Fails with `invalid-object` where it was damaged or is that of another set,
 * and with `not-found` where the set was removed meanwhile.
 */
export async function readManifest(store: SetStore, folder: SealedFolder): Promise<Manifest> {
  const address = store.addressOf(folder.manifest.name);
  const text = await store.readText(folder.manifest);
  if (text === null) throw new AppError('not-found', `${address} was removed meanwhile.`);
  const manifest = await parseManifest(text, address);
  const stranger = findStranger(manifest, folder);
  if (stranger === null) return manifest;
  throw new AppError('invalid-object', `${address} does not belong there: ${stranger}`);
}

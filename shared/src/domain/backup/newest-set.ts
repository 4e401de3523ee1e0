import { AppError } from '../app-error.ts';
import type { Manifest } from './manifest.ts';
import { judgeProofs } from './proof.ts';
import { readManifest } from './read-manifest.ts';
import { isSealed, readFolders, type SealedFolder } from './set-folder.ts';
import type { SetStore } from './set-store.ts';

function requireUnchanged(
  store: SetStore,
  { objects }: SealedFolder,
  { object, generation, crc32c }: Manifest['tables'][number],
): void {
  const stored = objects.find(({ name }) => name === object);
  if (stored?.generation === generation && stored.crc32c === crc32c) return;
  const what = stored === undefined ? 'is gone' : 'is not the one that its manifest names';
  throw new AppError('invalid-object', `${store.addressOf(object)} ${what}; take a new backup.`);
}

/**
 * The manifest of a database's newest set that holds all of the tables and is not known to be
 * damaged. Fails with `not-found` where there is none, with `invalid-object` where its manifest is
 * not sound or the object of one of the tables is gone or was replaced.
 */
export async function findNewestSet(
  store: SetStore,
  database: string,
  tables: readonly string[],
): Promise<Manifest> {
  for (const folder of await readFolders(store, database)) {
    if (!isSealed(folder) || judgeProofs(folder.proofs) === 'damaged') continue;
    const manifest = await readManifest(store, folder);
    const needed = manifest.tables.filter(({ table }) => tables.includes(table));
    if (needed.length < tables.length) continue;
    for (const table of needed) requireUnchanged(store, folder, table);
    return manifest;
  }
  throw new AppError(
    'not-found',
    `There is no sound backup set of ${database} that holds ${tables.join(', ')}; take one first.`,
  );
}

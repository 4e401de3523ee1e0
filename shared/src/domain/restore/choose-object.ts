import { AppError } from '../app-error.ts';
import { manifestObject } from '../backup/object-names.ts';
import { readManifest } from '../backup/read-manifest.ts';
import { findSet } from '../backup/set-folder.ts';
import { isSetId } from '../backup/set-id.ts';
import type { SetStore } from '../backup/set-store.ts';
import { takeSource } from './choose-set.ts';
import { type RestoreSource, refuseTable } from './restore-source.ts';

export interface ObjectChoice {
  /** An object's name, or its address: `gs://…`. */
  readonly object: string;
  /** Of which table its rows are; null where that need not be said. */
  readonly table: string | null;
}

function readName(store: SetStore, object: string): string {
  if (!object.startsWith('gs://')) return object;
  const bucket = store.addressOf('');
  if (object.startsWith(bucket)) return object.slice(bucket.length);
  throw new AppError('invalid-request', `${object} is not in the bucket of backups, ${bucket}.`);
}

/** The database and the set to whose folder an object's name belongs; null where it is no set's. */
function readPlace(name: string): { database: string; setId: string } | null {
  const [database = '', setId = '', ...rest] = name.split('/');
  if (rest.length === 0 || !isSetId(setId)) return null;
  try {
    return { database: decodeURIComponent(database), setId };
  } catch {
    // No database's folder is called so.
    return null;
  }
}

async function chooseOfSet(
  store: SetStore,
  name: string,
  place: { database: string; setId: string },
): Promise<RestoreSource & { readonly table: string }> {
  const folder = await findSet(store, place.database, place.setId);
  const manifest = await readManifest(store, folder);
  const wanted = manifest.tables.find(({ object }) => object === name);
  if (wanted !== undefined) {
    return { ...takeSource(store, folder, { manifest, wanted }), table: wanted.table };
  }
  const address = store.addressOf(name);
  throw new AppError(
    'invalid-object',
    `The manifest of the set ${place.setId} does not speak of ${address}. Nothing was changed; name an object that the set has.`,
  );
}

async function chooseBare(store: SetStore, name: string, table: string | null) {
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const objects = await store.list(name);
  const object = objects.find((found) => found.name === name);
  const address = store.addressOf(name);
  if (object === undefined) throw new AppError('not-found', `There is no object ${address}.`);
  const [manifest] = await store.list(manifestObject(folder));
  if (manifest === undefined) return { object, set: null, table };
  throw new AppError(
    'invalid-object',
    `Beside ${address} lies a manifest, but not in the folder of a set (<database>/<set id>/). Nothing was changed; move the object away from it.`,
  );
}

/**
 * One object of the bucket of backups. Where it lies in a set's folder, the set's manifest says what
 * it must be; otherwise it is a file of another system. Fails with `invalid-request` for the rows of
 * another table than the one that is named.
 */
export async function chooseObject(store: SetStore, choice: ObjectChoice): Promise<RestoreSource> {
  const name = readName(store, choice.object);
  const place = readPlace(name);
  if (place === null) return chooseBare(store, name, choice.table);
  const source = await chooseOfSet(store, name, place);
  if (choice.table === null || choice.table === source.table) return source;
  throw refuseTable(store.addressOf(name), choice.table, source.table);
}

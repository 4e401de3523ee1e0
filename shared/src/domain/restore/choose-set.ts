import { AppError } from '../app-error.ts';
import { compareObject } from '../backup/compare-file.ts';
import type { Manifest, TableManifest } from '../backup/manifest.ts';
import { findNewestSet } from '../backup/newest-set.ts';
import { readManifest } from '../backup/read-manifest.ts';
import { findSet, newest, type SealedFolder } from '../backup/set-folder.ts';
import type { SetStore } from '../backup/set-store.ts';
import { type RestoreSource, refuseObject } from './restore-source.ts';

/** Which tables of a set. */
export type TableChoice = readonly string[] | 'all';

export interface SetChoice {
  /** `newest` is the newest that holds all of the tables and is not known to be damaged, proven or not. */
  readonly setId: string;
  readonly tables: TableChoice;
}

async function resolveSetId(store: SetStore, database: string, choice: SetChoice) {
  if (choice.setId !== newest) return choice.setId;
  const tables = choice.tables === 'all' ? [] : choice.tables;
  return (await findNewestSet(store, database, tables)).set_id;
}

function chooseTables({ set_id, tables }: Manifest, choice: TableChoice): TableManifest[] {
  if (choice === 'all') return [...tables];
  return choice.map((name) => {
    const found = tables.find(({ table }) => table === name);
    if (found !== undefined) return found;
    const held = tables.map(({ table }) => table).join(', ');
    throw new AppError(
      'unknown-table',
      `The set ${set_id} does not hold ${name}; it holds ${held}.`,
    );
  });
}

/** The object of a set's table, as far as it can be told without reading it that it is the one. */
export function takeSource(
  store: SetStore,
  folder: SealedFolder,
  set: { readonly manifest: Manifest; readonly wanted: TableManifest },
): RestoreSource {
  const { wanted } = set;
  const object = folder.objects.find(({ name }) => name === wanted.object);
  const faults = compareObject(object, wanted);
  if (object === undefined || faults.length > 0) {
    throw refuseObject(store.addressOf(wanted.object), faults);
  }
  return { object, set, table: wanted.table };
}

/**
 * Tables of one set. Fails with `not-found` and `unknown-table` for a set and a table that are not
 * there, with `invalid-object` for a set that is not as its manifest says.
 */
export async function chooseFromSet(
  store: SetStore,
  database: string,
  choice: SetChoice,
): Promise<RestoreSource[]> {
  const setId = await resolveSetId(store, database, choice);
  const folder = await findSet(store, database, setId);
  const manifest = await readManifest(store, folder);
  return chooseTables(manifest, choice.tables).map((wanted) =>
    takeSource(store, folder, { manifest, wanted }),
  );
}

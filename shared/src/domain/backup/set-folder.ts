import { AppError } from '../app-error.ts';
import { compareCodePoints } from '../code-point-order.ts';
import {
  databaseFolder,
  manifestObject,
  progressObject,
  setFolder,
  setIdOf,
} from './object-names.ts';
import { type ProofMark, readProofMark } from './proof.ts';
import { isSetId } from './set-id.ts';
import type { SetStore, StoredObject } from './set-store.ts';

/** What lies in the bucket of one set, whole or not. */
export interface SetFolder {
  readonly setId: string;
  readonly database: string;
  /** Ends in a slash. */
  readonly path: string;
  readonly objects: readonly StoredObject[];
  /** Null where the set is being written, or its writer died. */
  readonly manifest: StoredObject | null;
  readonly progress: StoredObject | null;
  /** Oldest first. */
  readonly proofs: readonly ProofMark[];
}

/** Whole: its manifest is there. */
export type SealedFolder = SetFolder & { readonly manifest: StoredObject };

export const isSealed = (folder: SetFolder): folder is SealedFolder => folder.manifest !== null;

function describeFolder(
  database: string,
  setId: string,
  objects: readonly StoredObject[],
): SetFolder {
  const path = setFolder(database, setId);
  const find = (name: string) => objects.find((object) => object.name === name) ?? null;
  return {
    setId,
    database,
    path,
    objects,
    manifest: find(manifestObject(path)),
    progress: find(progressObject(path)),
    proofs: objects
      .flatMap(({ name }) => readProofMark(path, name) ?? [])
      .sort((a, b) => compareCodePoints(a.at, b.at)),
  };
}

/** The folders of a database's sets, the newest first. */
export async function readFolders(store: SetStore, database: string): Promise<SetFolder[]> {
  const objects = await store.list(databaseFolder(database));
  const byId = Map.groupBy(objects, ({ name }) => setIdOf(database, name));
  return [...byId]
    .flatMap(([id, inside]) => (id === null ? [] : [describeFolder(database, id, inside)]))
    .sort((a, b) => compareCodePoints(b.setId, a.setId));
}

/** The folder of one set; without objects where there is none. */
export async function readFolder(
  store: SetStore,
  database: string,
  setId: string,
): Promise<SetFolder> {
  const objects = isSetId(setId) ? await store.list(setFolder(database, setId)) : [];
  return describeFolder(database, setId, objects);
}

/** Stands for the newest whole set where a set's id is asked for. */
export const newest = 'newest';

async function lookUp(
  store: SetStore,
  database: string,
  setId: string,
): Promise<SetFolder | undefined> {
  if (setId !== newest) return readFolder(store, database, setId);
  return (await readFolders(store, database)).find(isSealed);
}

/** A set by its id, or the `newest`; it may be one that is being written. Fails with `not-found`. */
export async function findFolder(
  store: SetStore,
  database: string,
  setId: string,
): Promise<SetFolder> {
  const folder = await lookUp(store, database, setId);
  if (folder !== undefined && folder.objects.length > 0) return folder;
  const what = setId === newest ? 'backup set' : `backup set ${setId}`;
  throw new AppError(
    'not-found',
    `There is no ${what} of ${database}; GET /backups lists those there are.`,
  );
}

/** The same of a set that is whole. Fails with `not-found`, or with `busy` where it is being written. */
export async function findSet(
  store: SetStore,
  database: string,
  setId: string,
): Promise<SealedFolder> {
  const folder = await findFolder(store, database, setId);
  if (isSealed(folder)) return folder;
  throw new AppError(
    'busy',
    `The backup set ${setId} is not finished; GET /backups/${setId} shows how far it is.`,
  );
}

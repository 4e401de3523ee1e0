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

export const refuseUnknownSet = (database: string, setId: string): AppError =>
  new AppError(
    'not-found',
    `There is no backup set ${setId} of ${database}; GET /backups lists those there are.`,
  );

/** The folder of a whole set. Fails with `not-found`. */
export async function findSet(
  store: SetStore,
  database: string,
  setId: string,
): Promise<SealedFolder> {
  const folder = await readFolder(store, database, setId);
  if (!isSealed(folder)) throw refuseUnknownSet(database, setId);
  return folder;
}

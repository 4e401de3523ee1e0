import { isSetId } from './set-id.ts';

/** A name as one part of an object's name: no slash, no dot, nothing that a file system takes otherwise. */
const encodePart = (name: string) => encodeURIComponent(name).replaceAll('.', '%2E');

/** Where the sets of a database are. */
export const databaseFolder = (database: string): string => `${encodePart(database)}/`;

export const setFolder = (database: string, setId: string): string =>
  `${databaseFolder(database)}${setId}/`;

export const tableObject = (folder: string, table: string): string =>
  `${folder}${encodePart(table)}.avro`;

export const manifestObject = (folder: string): string => `${folder}manifest.json`;

/** What a set that is being written says of itself; gone once its manifest is there. */
export const progressObject = (folder: string): string => `${folder}progress.json`;

export const proofsFolder = (folder: string): string => `${folder}proofs/`;

/** The id of the set to whose folder an object belongs; null for an object that is of no set. */
export function setIdOf(database: string, object: string): string | null {
  const prefix = databaseFolder(database);
  if (!object.startsWith(prefix)) return null;
  const [id = '', inside] = object.slice(prefix.length).split('/');
  return isSetId(id) && inside !== undefined ? id : null;
}

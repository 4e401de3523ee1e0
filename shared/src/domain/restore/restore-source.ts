import { AppError } from '../app-error.ts';
import type { Manifest, TableManifest } from '../backup/manifest.ts';
import type { StoredObject } from '../backup/set-store.ts';

/** The set to which an object belongs, and what its manifest says of the object. */
export interface SourceSet {
  readonly manifest: Manifest;
  readonly wanted: TableManifest;
}

/** Where the rows of one table come from. */
export interface RestoreSource {
  readonly object: StoredObject;
  /** Null for a file that is of no set. */
  readonly set: SourceSet | null;
  /** The table whose rows they are; null where only the file itself can tell. */
  readonly table: string | null;
}

/** The refusal of an object that is not what its set's manifest says of it; `faults` continue the sentence. */
export function refuseObject(address: string, faults: readonly string[]): AppError {
  return new AppError(
    'invalid-object',
    `${address} is not what the manifest of its set says: ${faults.join('; ')}. Nothing was changed; restore from another set.`,
    { details: faults.map((message) => ({ at: address, message })) },
  );
}

/** The refusal to give the rows of the table that is `found` to the one that is `named`. */
export function refuseTable(address: string, named: string, found: string): AppError {
  return new AppError(
    'invalid-request',
    `${address} holds the rows of ${found}, not of ${named}. Nothing was changed; name another object, or "as" to restore ${found} under another name.`,
  );
}

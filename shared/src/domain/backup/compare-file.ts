import type { Manifest, TableManifest } from './manifest.ts';
import type { StoredObject } from './set-store.ts';
import { describeOrigin, type FileReading } from './table-files.ts';

const differs = (what: string, found: unknown, wanted: unknown) =>
  found === wanted ? [] : [`its ${what} is ${found}, and the manifest says ${wanted}`];

/** What is wrong with an object of a set, as far as can be told without reading it. */
export function compareObject(object: StoredObject | undefined, wanted: TableManifest): string[] {
  if (object === undefined) return ['it is gone'];
  return [
    ...differs('generation', object.generation, wanted.generation),
    ...differs('size in bytes', object.bytes, wanted.bytes),
    ...differs('CRC32C', object.crc32c, wanted.crc32c),
  ];
}

/** What is wrong with a file of a set that was read to its end. */
export function compareFile(
  file: FileReading,
  wanted: TableManifest,
  manifest: Manifest,
): string[] {
  const origin = describeOrigin(manifest.database, manifest.set_id, wanted.table);
  return [
    ...differs('size in bytes', file.bytes, wanted.bytes),
    ...differs('SHA-256', file.sha256, wanted.sha256),
    ...differs('codec', file.codec, wanted.codec),
    ...differs('number of rows', file.rows, wanted.rows),
    ...differs('content hash', file.contentHash, wanted.content_hash),
    ...Object.entries(origin).flatMap(([name, value]) =>
      differs(name, file.metadata[name] ?? 'missing', value),
    ),
  ];
}

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from './stored-object.ts';

/** What is known of a bucket beside its folder. */
export interface StoredBucket {
  readonly name: string;
  readonly timeCreated: string;
  readonly location: string;
  readonly storageClass: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A record that a power cut has spoilt counts as absent: its file becomes an object anew. */
function parseRecord<T>(json: string): T[] {
  try {
    return [JSON.parse(json)];
  } catch {
    return [];
  }
}

async function readJsonFiles<T>(folder: string): Promise<T[]> {
  const names = await readdir(folder);
  const records: T[] = [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    records.push(...parseRecord<T>(await readFile(join(folder, name), 'utf8')));
  }
  return records;
}

async function writeJson(path: string, record: object) {
  await writeFile(`${path}.new`, JSON.stringify(record), { flush: true });
  await rename(`${path}.new`, path);
}

/**
 * What buckets and objects are beyond their bytes, one small file each, replaced whole:
 * `<bucket>/bucket.json`, `<bucket>/objects/<sha256 of the name>.json`, and in
 * `<bucket>/pending/<generation>.json` what was finalized but whose event was not yet taken.
 */
export function openSidecars(folder: string) {
  const objects = (bucket: string) => join(folder, bucket, 'objects');
  const pending = (bucket: string) => join(folder, bucket, 'pending');
  const objectFile = (bucket: string, name: string) =>
    join(objects(bucket), `${createHash('sha256').update(name).digest('hex')}.json`);
  const pendingFile = ({ bucket, generation }: StoredObject) =>
    join(pending(bucket), `${generation}.json`);

  return {
    readBuckets: async (): Promise<StoredBucket[]> => {
      await mkdir(folder, { recursive: true });
      const entries = await readdir(folder, { withFileTypes: true });
      const buckets = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
      const records = await Promise.all(
        buckets.map((bucket) => readJsonFiles<StoredBucket>(join(folder, bucket))),
      );
      return records.flat();
    },
    writeBucket: async (bucket: StoredBucket) => {
      await mkdir(objects(bucket.name), { recursive: true });
      await mkdir(pending(bucket.name), { recursive: true });
      await writeJson(join(folder, bucket.name, 'bucket.json'), bucket);
    },
    removeBucket: (bucket: string) => rm(join(folder, bucket), { recursive: true, force: true }),

    readObjects: (bucket: string) => readJsonFiles<StoredObject>(objects(bucket)),
    writeObject: (object: StoredObject) =>
      writeJson(objectFile(object.bucket, object.name), object),
    removeObject: (bucket: string, name: string) => rm(objectFile(bucket, name), { force: true }),

    readPending: (bucket: string) => readJsonFiles<StoredObject>(pending(bucket)),
    writePending: (object: StoredObject) => writeJson(pendingFile(object), object),
    removePending: (object: StoredObject) => rm(pendingFile(object), { force: true }),
  };
}

export type Sidecars = ReturnType<typeof openSidecars>;

import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { avroTableFiles } from '@cutover/shared/adapters/avro/table-files.ts';
import { loadStatement } from '@cutover/shared/adapters/mysql/load-rows.ts';
import { openSnapshot } from '@cutover/shared/adapters/mysql/snapshot/open-snapshot.ts';
import { storageSetStore } from '@cutover/shared/adapters/storage/set-store.ts';
import { makeSetSuffix } from '@cutover/shared/adapters/storage/set-suffix.ts';
import { takeSet } from '@cutover/shared/domain/backup/take-set.ts';
import { Storage } from '@google-cloud/storage';
import type { Pool } from 'mysql2/promise';
import { quotePath } from '../load-data.ts';
import type { OpenFunction } from '../open-function.ts';
import { buckets, project } from '../open-platform.ts';

/** A backup set of one table. */
export interface BenchSet {
  readonly id: string;
  /** The table's Avro file in the bucket. */
  readonly object: string;
  /** Writes its rows as LOAD DATA takes them, and answers the statement that loads that file. */
  writeRows(file: string): Promise<string>;
}

/** Takes a set of the table as backup-tables does. */
export async function takeBenchSet(
  pool: Pool,
  { storageUrl, folderOf }: OpenFunction,
  table: string,
): Promise<BenchSet> {
  const storage = new Storage({ apiEndpoint: storageUrl, projectId: project });
  const ports = {
    store: storageSetStore(storage, buckets.backups),
    files: avroTableFiles,
    openSnapshot: () => openSnapshot(pool, { tables: [table] }),
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
  };
  const manifest = await takeSet(ports, { codec: 'deflate' });
  const [wanted] = manifest.tables;
  if (wanted === undefined) throw new Error(`The set does not hold ${table}.`);
  const { object, contract } = wanted;
  return {
    id: manifest.set_id,
    object,
    async writeRows(file) {
      const read = () => createReadStream(join(folderOf(buckets.backups), object));
      const opened = await avroRestorableFiles.open(object, read, wanted);
      const plan = opened.plan(contract);
      const rows = Readable.from(plan.rows(() => {})).map((portion) => portion.bytes);
      await pipeline(rows, createWriteStream(file));
      return loadStatement(table, plan.columns).replace("'rows'", () => quotePath(file));
    },
  };
}

import type { Ports } from '../../functions/truncate-tables/src/ports.ts';
import { avroTableFiles } from '../../shared/src/adapters/avro/table-files.ts';
import { readSample } from '../../shared/src/adapters/mysql/read-sample.ts';
import { countReferringRows } from '../../shared/src/adapters/mysql/restore/count-referring-rows.ts';
import { findReplacement } from '../../shared/src/adapters/mysql/restore/find-replacement.ts';
import { mysqlTableReplacer } from '../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { openSnapshot } from '../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import {
  keepRecords,
  mysqlTrackingOutbox,
} from '../../shared/src/adapters/mysql/tracking-outbox.ts';
import type { Manifest } from '../../shared/src/domain/backup/manifest.ts';
import { findSet } from '../../shared/src/domain/backup/set-folder.ts';
import { verifySet } from '../../shared/src/domain/backup/verify-set.ts';
import type { TrackingRecord } from '../../shared/src/domain/tracking/tracking-record.ts';
import { openRestoreLane } from './restore/restore-lane.ts';

/** Two departments, a job, and two hires that refer to them. */
const rows = [
  "INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')",
  "INSERT INTO jobs VALUES (1, 'Clerk')",
  "INSERT INTO hired_employees VALUES (1, 'Ann', NULL, 1, 1), (2, 'Bob', NULL, 2, NULL)",
];

/** A database with rows in the suite's tables, sets of it in memory, and the ports of truncate-tables. */
export async function openTruncateLane() {
  const lane = await openRestoreLane();
  const { database, store, ports: restoring } = lane;
  const { pool } = await lane.signInAs('truncate-tables');
  for (const sql of rows) await lane.query(sql);
  let proofs = 0;
  const recorded: TrackingRecord[] = [];
  const ports: Ports = {
    database,
    store,
    files: restoring.files,
    replacer: mysqlTableReplacer(pool),
    openSnapshot: (tables) => openSnapshot(pool, tables === undefined ? {} : { tables }),
    countReferringRows: (tables) => countReferringRows(pool, tables),
    readSample: (contract, most) => readSample(pool, contract, most),
    findReplacement: (id) => findReplacement(pool, id),
    defaultEntity: null,
    keepRecords: (records) => keepRecords(pool, records),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: async () => ({ record: async (record) => void recorded.push(record) }),
    },
    now: () => new Date(),
    makeWorkId: () => 'work',
    ping: async () => {},
  };
  async function verify(setId: string): Promise<void> {
    const folder = await findSet(store, database, setId);
    const makeSuffix = () => String(++proofs).padStart(6, '0');
    await verifySet({ store, files: avroTableFiles, now: () => new Date(), makeSuffix }, folder);
  }

  return {
    ...lane,
    ports,
    restoring,
    recorded,
    verify,
    /** Takes a set that is proven. */
    async prove(tables?: readonly string[]): Promise<Manifest> {
      const manifest = await lane.backUp(tables);
      await verify(manifest.set_id);
      return manifest;
    },
    counts: async () =>
      Object.fromEntries(
        await Promise.all(
          ['departments', 'hired_employees', 'jobs'].map(async (table) => [
            table,
            Number((await lane.query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n),
          ]),
        ),
      ),
  };
}

export type TruncateLane = Awaited<ReturnType<typeof openTruncateLane>>;

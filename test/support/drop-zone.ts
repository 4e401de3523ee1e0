import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { startStorage } from '../../scripts/local/storage/start-storage.ts';
import { sniffDialect } from '../../shared/src/adapters/csv-parse/sniff-dialect.ts';
import { connectMysql } from '../../shared/src/adapters/mysql/connect.ts';
import { mysqlLoadLedger } from '../../shared/src/adapters/mysql/load-ledger.ts';
import { mysqlTableCatalogue } from '../../shared/src/adapters/mysql/table-catalogue.ts';
import { storageDropReader } from '../../shared/src/adapters/storage/drop-reader.ts';
import { storageResultStore } from '../../shared/src/adapters/storage/result-store.ts';
import { defaultTablesConfig, readTablesConfig } from '../../shared/src/adapters/tables-config.ts';
import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import type { Load } from '../../shared/src/domain/ingest/load.ts';
import { loadDrop } from '../../shared/src/domain/ingest/load-drop.ts';
import type { LoadPorts } from '../../shared/src/domain/ingest/load-ports.ts';
import { parseTablesConfig } from '../../shared/src/domain/tables-config.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface Reject {
  readonly line: number;
  readonly codes: readonly string[];
  readonly columns: readonly (string | null)[];
}

/** A database, buckets and the ports of ingest-drop, with the words to drop files and look at what came of it. */
export interface DropZone {
  readonly database: TestDatabase;
  readonly storage: Storage;
  readonly storageUrl: string;
  readonly ports: LoadPorts;
  /** Puts a file into the drop bucket and returns what its event would tell. */
  put(name: string, content: string | Buffer, metadata?: Record<string, string>): Promise<Drop>;
  /** Puts a file and loads it. */
  drop(name: string, content: string | Buffer, metadata?: Record<string, string>): Promise<Load>;
  load(drop: Drop, ports?: Partial<LoadPorts>): Promise<Load>;
  query<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Open rejects of a table, by load and line. */
  openRejects(table: string): Promise<Reject[]>;
  /** A result object's text; null where there is none. */
  result(name: string): Promise<string | null>;
  notAdded(load: Load): Promise<string | null>;
  /** Ports with connections of their own, as another instance of the function has them. */
  openInstance(): Promise<LoadPorts>;
  close(): Promise<void>;
}

export interface DropZoneOptions {
  readonly leaseSeconds?: number;
  /** Another server than the run's own. */
  readonly mysqlUrl?: string;
  /** Whose database user the ports have. */
  readonly functionName?: string;
  /** What tables.yaml says, instead of the suite's own. */
  readonly tablesConfig?: object;
}

export const dropBucket = 'test-drop';
export const resultsBucket = 'test-results';

export async function openDropZone(
  chunkRows = 1000,
  options: DropZoneOptions = {},
): Promise<DropZone> {
  const { leaseSeconds = 60, mysqlUrl, functionName = 'ingest-drop', tablesConfig } = options;
  const folder = mkdtempSync(join(tmpdir(), 'cutover-zone-'));
  const database = await createTestDatabase({ migrated: true, ...(mysqlUrl && { mysqlUrl }) });
  const emulator = await startStorage({
    folder: join(folder, 'buckets'),
    metadataFolder: join(folder, 'metadata'),
    port: 0,
    buckets: [dropBucket, resultsBucket],
    onFinalized: async () => {},
  });
  const storage = new Storage({ apiEndpoint: emulator.url, projectId: 'test' });
  const portsOver = (pool: Pool): LoadPorts => ({
    ledger: mysqlLoadLedger(pool, leaseSeconds),
    drops: storageDropReader(storage),
    results: storageResultStore(storage, resultsBucket),
    tables: mysqlTableCatalogue(pool),
    tablesConfig: async () =>
      tablesConfig === undefined
        ? readTablesConfig(defaultTablesConfig, storage)
        : parseTablesConfig(tablesConfig, 'tables.yaml'),
    sniffDialect,
    chunkRows,
    checkDeadline: () => {},
    defaultEntity: null,
    wakeRecording: () => {},
  });
  const { pool } = database;
  const own = await database.signInAs(functionName);
  const ports = portsOver(own.pool);
  const closings: (() => Promise<void>)[] = [];

  async function query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    const [rows] = await pool.query<RowDataPacket[]>(sql, values);
    return rows as unknown as T[];
  }

  async function put(
    name: string,
    content: string | Buffer,
    metadata: Record<string, string> = {},
  ): Promise<Drop> {
    const file = storage.bucket(dropBucket).file(name);
    await file.save(content, { resumable: false, metadata: { metadata } });
    const { generation, size } = file.metadata;
    return {
      bucket: dropBucket,
      name,
      generation: String(generation),
      sizeBytes: Number(size),
      metadata,
    };
  }

  async function result(name: string): Promise<string | null> {
    const file = storage.bucket(resultsBucket).file(name);
    const [exists] = await file.exists();
    return exists ? (await file.download())[0].toString('utf8') : null;
  }

  const load = (drop: Drop, changed: Partial<LoadPorts> = {}) =>
    loadDrop({ ...ports, ...changed }, drop);

  return {
    database,
    storage,
    storageUrl: emulator.url,
    ports,
    put,
    load,
    query,
    result,
    drop: async (name, content, metadata) => load(await put(name, content, metadata)),
    notAdded: ({ id, plan }) => result(`not_added/${plan?.table}/${id}.csv`),
    async openRejects(table) {
      const rows = await query<{ line: number; faults: string }>(
        "SELECT line, faults FROM cutover_reject WHERE table_name = ? AND state = 'open' ORDER BY load_id, line",
        [table],
      );
      return rows.map(({ line, faults }) => {
        const parsed = JSON.parse(faults) as { code: string; column: string | null }[];
        return {
          line: Number(line),
          codes: parsed.map(({ code }) => code),
          columns: parsed.map(({ column }) => column),
        };
      });
    },
    async openInstance() {
      const instance = await connectMysql(own.target, 4);
      closings.push(instance.close);
      return portsOver(instance.pool);
    },
    async close() {
      for (const closeInstance of closings) await closeInstance();
      await database.drop();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

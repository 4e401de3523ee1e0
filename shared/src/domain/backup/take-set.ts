import { AppError } from '../app-error.ts';
import type { Codec, Manifest, TableManifest } from './manifest.ts';
import { formatManifest } from './manifest.ts';
import { manifestObject, setFolder, tableObject } from './object-names.ts';
import { removeSet } from './remove-set.ts';
import { beginSet, type RunningSet } from './running-set.ts';
import { readFolder } from './set-folder.ts';
import { formatSetId } from './set-id.ts';
import type { SetStore } from './set-store.ts';
import type { Snapshot, SnapshotTable } from './snapshot.ts';
import { describeOrigin, type TableFiles } from './table-files.ts';
import type { WireRows } from './wire-rows.ts';

export interface TakeSetPorts {
  readonly store: SetStore;
  /** The chosen tables, or all of them, as they are now. Fails with `unknown-table`. */
  readonly openSnapshot: (tables?: readonly string[]) => Promise<Snapshot>;
  readonly files: TableFiles;
  readonly now: () => Date;
  /** Six lower-case letters or digits that are not given twice. */
  readonly makeSuffix: () => string;
}

export interface SetRequest {
  /** All where they are not named. */
  readonly tables?: readonly string[] | undefined;
  readonly codec: Codec;
}

/** What the parts of one run share. */
interface Run {
  readonly ports: TakeSetPorts;
  readonly snapshot: Snapshot;
  readonly codec: Codec;
  readonly setId: string;
  readonly folder: string;
  readonly running: RunningSet;
}

async function* counted(
  rows: AsyncIterable<WireRows>,
  tell: (count: number) => Promise<void>,
): AsyncGenerator<WireRows> {
  for await (const portion of rows) {
    yield portion;
    await tell(portion.count);
  }
}

async function writeTable(
  run: Run,
  { contract, ddl }: SnapshotTable,
  tell: (count: number) => Promise<void>,
): Promise<TableManifest> {
  const { ports, snapshot, codec, setId, folder } = run;
  const { table } = contract;
  const object = tableObject(folder, table);
  const metadata = describeOrigin(snapshot.database, setId, table);
  const rows = counted(snapshot.rows(table), tell);
  const file = ports.files.write(contract, rows, { codec, metadata });
  const written = await ports.store.write(object, 'application/avro', file.chunks);
  const { rows: count, contentHash } = file.totals();
  return {
    table,
    object,
    ...written,
    rows: count,
    content_hash: contentHash,
    codec,
    ddl,
    avro_schema: file.schema,
    contract,
  };
}

async function writeTables(run: Run): Promise<TableManifest[]> {
  const { snapshot, running } = run;
  const done: TableManifest[] = [];
  let rows = 0;
  let bytes = 0;
  for (const table of snapshot.tables) {
    await running.tell({ table: table.contract.table, tables_done: done.length, rows, bytes });
    const written = await writeTable(run, table, (count) => {
      rows += count;
      return running.tell({ rows });
    });
    bytes += written.bytes;
    done.push(written);
  }
  await running.tell({ table: null, tables_done: done.length, rows, bytes });
  return done;
}

/** From the moment its manifest is there it is a set, unless it was taken away before. */
async function seal(run: Run, tables: readonly TableManifest[]): Promise<Manifest> {
  const { ports, snapshot, setId, folder, running } = run;
  const { database, takenAt, serverVersion, binlog } = snapshot;
  const manifest: Manifest = {
    version: 1,
    set_id: setId,
    database,
    taken_at: takenAt,
    finished_at: ports.now().toISOString(),
    server_version: serverVersion,
    binlog,
    tables,
  };
  await running.flush();
  await ports.store.writeText(manifestObject(folder), await formatManifest(manifest), null);
  if (await running.end()) return manifest;
  throw new AppError('conflict', `The set ${setId} was removed by another run.`);
}

/** The error that ended the run is the one to tell; what can't be removed now, `cleanSets` removes. */
async function discard({ ports, snapshot, setId }: Run): Promise<void> {
  try {
    await removeSet(ports.store, await readFolder(ports.store, snapshot.database, setId));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

async function openRun(ports: TakeSetPorts, snapshot: Snapshot, codec: Codec): Promise<Run> {
  const { database, takenAt, tables } = snapshot;
  const setId = formatSetId(new Date(takenAt), ports.makeSuffix());
  const folder = setFolder(database, setId);
  const running = await beginSet(ports, folder, {
    version: 1,
    set_id: setId,
    database,
    taken_at: takenAt,
    started_at: ports.now().toISOString(),
    table: null,
    tables: tables.length,
    tables_done: 0,
    rows: 0,
    bytes: 0,
  });
  return { ports, snapshot, codec, setId, folder, running };
}

/**
 * Writes a set: the chosen tables as they were at one instant, an object each, and the manifest
 * last. Others may do the same at the same time. A set that can't be finished leaves nothing, or,
 * where the process dies, what `clearAbandoned` removes.
 */
export async function takeSet(ports: TakeSetPorts, request: SetRequest): Promise<Manifest> {
  const snapshot = await ports.openSnapshot(request.tables);
  try {
    const run = await openRun(ports, snapshot, request.codec);
    try {
      return await seal(run, await writeTables(run));
    } catch (error) {
      await discard(run);
      throw error;
    }
  } finally {
    await snapshot.close();
  }
}

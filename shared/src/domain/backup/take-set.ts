import { AppError } from '../app-error.ts';
import { compareCodePoints } from '../code-point-order.ts';
import type { Codec, Manifest, TableManifest } from './manifest.ts';
import { formatManifest } from './manifest.ts';
import { manifestObject, setFolder, tableObject } from './object-names.ts';
import type { ReadingPlan } from './plan-reading.ts';
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
  /**
   * The chosen tables, or all of them, as they are now, to be read by so many connections at once
   * (default one). Fails with `unknown-table`.
   */
  readonly openSnapshot: (tables?: readonly string[], connections?: number) => Promise<Snapshot>;
  readonly files: TableFiles;
  readonly now: () => Date;
  /** Six lower-case letters or digits that are not given twice. */
  readonly makeSuffix: () => string;
}

export interface SetRequest {
  /** All where they are not named. */
  readonly tables?: readonly string[] | undefined;
  readonly codec: Codec;
  /** Default: by one connection, in the order of their names. */
  readonly plan?: ReadingPlan;
  /** When the set is given up where it is not whole; default never. */
  readonly deadline?: Date;
}

/** What the parts of one run share. */
interface Run {
  readonly ports: TakeSetPorts;
  readonly snapshot: Snapshot;
  readonly request: SetRequest;
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
  const { ports, snapshot, request, setId, folder } = run;
  const { codec } = request;
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

function requireTime({ ports, request, setId, running }: Run): void {
  const { deadline } = request;
  if (deadline === undefined || ports.now() < deadline) return;
  const { rows, tables, tables_done } = running.progress();
  const message = `The set ${setId} was not whole at ${deadline.toISOString()}, when its time was up, and is removed: ${tables_done} of ${tables} tables were done, ${rows} rows read. Name fewer tables, let the caller wait longer (deadline_seconds), or let it be read by more connections (BACKUP_CONNECTIONS; BACKUP_MIB_PER_SECOND decides how many).`;
  throw new AppError('unavailable', message);
}

/** The tables in the order in which they are to be read. */
function orderTables({ snapshot, request }: Run): SnapshotTable[] {
  const planned = request.plan?.tables ?? [];
  const places = new Map(planned.map((table, at) => [table, at]));
  const placeOf = ({ contract }: SnapshotTable) => places.get(contract.table) ?? planned.length;
  return snapshot.tables.toSorted((a, b) => placeOf(a) - placeOf(b));
}

async function writeTables(run: Run): Promise<TableManifest[]> {
  const { snapshot, running } = run;
  const waiting = orderTables(run);
  const done: TableManifest[] = [];
  let failure: { readonly error: unknown } | undefined;

  async function writeNext(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await running.tell({ table: next.contract.table });
      const written = await writeTable(run, next, async (count) => {
        requireTime(run);
        await running.tell({ rows: running.progress().rows + count });
      });
      done.push(written);
      const { bytes } = running.progress();
      await running.tell({ tables_done: done.length, bytes: bytes + written.bytes });
    }
  }

  /** What the others read ends, so that nothing is written any more when this one's error is told. */
  const stopAll = (error: unknown) => {
    failure ??= { error };
    return snapshot.close();
  };
  await Promise.all(Array.from({ length: snapshot.connections }, () => writeNext().catch(stopAll)));
  if (failure !== undefined) throw failure.error;
  await running.tell({ table: null });
  return done.sort((a, b) => compareCodePoints(a.table, b.table));
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

async function openRun(ports: TakeSetPorts, snapshot: Snapshot, request: SetRequest): Promise<Run> {
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
  return { ports, snapshot, request, setId, folder, running };
}

/**
 * Writes a set: the chosen tables as they were at one instant, an object each, and the manifest
 * last. Others may do the same at the same time. A set that can't be finished leaves nothing, or,
 * where the process dies, what `clearAbandoned` removes. Fails with `unavailable` where the set is not
 * whole at its deadline.
 */
export async function takeSet(ports: TakeSetPorts, request: SetRequest): Promise<Manifest> {
  const snapshot = await ports.openSnapshot(request.tables, request.plan?.connections);
  try {
    const run = await openRun(ports, snapshot, request);
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

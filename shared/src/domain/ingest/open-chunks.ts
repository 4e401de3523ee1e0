import type { Chunk } from './entry.ts';
import type { Checkpoint, Load, LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { maxRecordBytes } from './max-record-bytes.ts';
import { readAhead } from './read-ahead.ts';
import { readChunks } from './read-chunks.ts';
import { compileTablePlan, type TablePlan } from './table-plan.ts';

/** A chunk's rows fit into one packet of a server with default settings, and its memory is bounded. */
const chunkBytes = 4 * 1024 * 1024;

export type PlannedLoad = Load & { readonly plan: LoadPlan };

export interface OpenChunks {
  readonly table: TablePlan;
  readonly chunks: AsyncGenerator<Chunk>;
}

/** Opens the source at the load's checkpoint; the next chunk is read and checked while one is written. */
export async function openChunks(
  ports: LoadPorts,
  source: LoadSource,
  { plan, checkpoint, startedAt }: PlannedLoad,
): Promise<OpenChunks> {
  const contract = await ports.tables.describe(plan.table);
  const config = await ports.tablesConfig();
  const table = compileTablePlan(plan, contract, config, new Date(startedAt));
  const { pieces, startOffset } = await ports.drops.open(source, checkpoint.offset, plan.seekable);
  const from: Checkpoint = { ...checkpoint, offset: startOffset };
  const chunks = readChunks(pieces, {
    dialect: plan.dialect,
    encoding: plan.encoding,
    columns: table.columns,
    check: table.check,
    packing: table.packing,
    from,
    maxRecordBytes: maxRecordBytes(contract),
    chunkRows: ports.chunkRows,
    chunkBytes,
  });
  return { table, chunks: readAhead(chunks) };
}

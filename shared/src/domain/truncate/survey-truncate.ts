import type { Snapshot, SnapshotTable } from '../backup/snapshot.ts';
import { storedColumns } from '../backup/stored-columns.ts';
import type { Contract } from '../contract.ts';
import { findProvenTables, type ProvenTable } from './find-proven-tables.ts';
import type { ReferringRows, TruncatePorts } from './ports.ts';

/** A table as it is now, and the backup by which it could come back. */
export interface SurveyedTable {
  readonly contract: Contract;
  readonly rows: number;
  /** The proven set that holds exactly these rows; null where there is none. */
  readonly backup: { readonly setId: string; readonly takenAt: string } | null;
  /** Why there is none, in a sentence. */
  readonly lack: string | null;
}

export interface TruncateSurvey {
  readonly tables: readonly SurveyedTable[];
  readonly referring: readonly ReferringRows[];
}

/** Columns and keys as far as they decide what a row's encoding is and which row comes first. */
const describeShape = (contract: Contract) =>
  JSON.stringify([
    contract.primaryKey,
    ...storedColumns(contract).map(({ name, sqlType, charset, collation, nullable }) => [
      ...[name, sqlType, charset ?? null, collation ?? null, nullable],
    ]),
  ]);

async function countRows(snapshot: Snapshot, table: string): Promise<number> {
  let count = 0;
  for await (const portion of snapshot.rows(table)) count += portion.count;
  return count;
}

async function surveyTable(
  { files }: TruncatePorts,
  snapshot: Snapshot,
  { contract }: SnapshotTable,
  proven: ProvenTable | undefined,
): Promise<SurveyedTable> {
  const { table } = contract;
  const without = async (lack: string) => {
    const rows = await countRows(snapshot, table);
    return { contract, rows, backup: null, lack: `${table} ${lack}` };
  };
  if (proven === undefined) return without('is in no verified backup set.');
  const { setId, takenAt, wanted } = proven;
  const since = `since the newest verified set that holds it (${setId})`;
  if (describeShape(contract) !== describeShape(wanted.contract)) {
    return without(`has other columns or another key ${since}.`);
  }
  const now = await files.total(contract, snapshot.rows(table), wanted.content_hash);
  if (now.contentHash === wanted.content_hash) {
    return { contract, rows: now.rows, backup: { setId, takenAt }, lack: null };
  }
  const lack = `${table} has changed ${since}: it has ${now.rows} rows now and had ${wanted.rows} then.`;
  return { contract, rows: now.rows, backup: null, lack };
}

/**
 * Counts the rows of the chosen tables, or of all, at one instant, and finds the proven backup of
 * each: the set whose content hash its rows have now. Fails with `unknown-table` for one that is
 * not there, naming the nearest.
 */
export async function surveyTruncate(
  ports: TruncatePorts,
  chosen: readonly string[] | undefined,
): Promise<TruncateSurvey> {
  const snapshot = await ports.openSnapshot(chosen);
  try {
    const names = snapshot.tables.map(({ contract }) => contract.table);
    const proven = await findProvenTables(ports.store, ports.database, names);
    const tables: SurveyedTable[] = [];
    for (const table of snapshot.tables) {
      tables.push(await surveyTable(ports, snapshot, table, proven.get(table.contract.table)));
    }
    return { tables, referring: await ports.countReferringRows(names) };
  } finally {
    await snapshot.close();
  }
}

import type { RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import type { TableSize } from '../../../domain/backup/plan-reading.ts';
import { compareCodePoints } from '../../../domain/code-point-order.ts';
import { unknownTable } from '../../../domain/unknown-table.ts';
import { isInternal, isTable } from '../list-tables.ts';
import type { Queryable } from '../queryable.ts';

interface TableRow extends RowDataPacket {
  readonly name: string;
  readonly type: string;
  readonly engine: string | null;
  readonly bytes: string | number | null;
}

const everyRelation = `
  SELECT TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, DATA_LENGTH AS bytes
  FROM information_schema.tables
  WHERE TABLE_SCHEMA = DATABASE()`;

/** Why a set can't hold the table, in words that follow its name; null where it can. */
function explainObstacle({ name, type, engine }: TableRow): string | null {
  if (isInternal(name)) return "is one of Cutover's own tables, which no backup holds.";
  if (type === 'SYSTEM VERSIONED') {
    return 'keeps the history of its rows, which a backup would lose; name the tables without it.';
  }
  if (!isTable({ type })) {
    return `is a ${type.toLowerCase()}, not a table, and no backup holds those.`;
  }
  if (engine === 'InnoDB') return null;
  return `is stored by ${engine ?? 'no engine'}, which shows no snapshot of it. Convert it (ALTER TABLE … ENGINE = InnoDB), or name the tables without it.`;
}

/**
 * The tables that a snapshot shows, in code-point order, and how large the database takes their rows
 * to be, which can be as old as a day: those named, or else all of the current database but
 * Cutover's own. The ledger says which drops this very database has taken in, the
 * rejects belong to its loads, the outbox and the journals tell what is still to be done here; from
 * an earlier instant they would have it all done twice. Throws `unknown-table`, and `unsupported`
 * for what can't be in a set: no table is left out in silence. Views and sequences are no tables.
 */
export async function measureTables(
  database: Queryable,
  named: readonly string[] | undefined,
): Promise<TableSize[]> {
  const [rows] = await database.query<TableRow[]>(everyRelation);
  const known = new Map(rows.map((row) => [row.name, row]));
  const own = rows.filter((row) => isTable(row) && !isInternal(row.name));
  const all = own.map(({ name }) => name).sort(compareCodePoints);
  const chosen = named === undefined ? all : [...new Set(named)].sort(compareCodePoints);
  if (chosen.length === 0) {
    throw new AppError('unknown-table', 'There are no tables to back up.');
  }
  return chosen.map((name) => {
    const row = known.get(name);
    if (row === undefined) throw unknownTable(name, all);
    const obstacle = explainObstacle(row);
    if (obstacle !== null) throw new AppError('unsupported', `${name} ${obstacle}`);
    return { table: name, bytes: Number(row.bytes ?? 0) };
  });
}

/** Their names alone. */
export const chooseTables = async (
  database: Queryable,
  named: readonly string[] | undefined,
): Promise<string[]> => (await measureTables(database, named)).map(({ table }) => table);

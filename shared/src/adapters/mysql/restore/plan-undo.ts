import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { planSwap } from '../../../domain/restore/plan-swap.ts';
import { keptName } from '../../../domain/restore/scratch-names.ts';
import { keptOf } from '../../../domain/restore/swap-plan.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { readKeyLinks } from './key-links.ts';
import type { PreparedSwap } from './plan-replacement.ts';
import { findEntry, type JournalEntry, recordPlan } from './restore-journal.ts';
import { readTableNames } from './show-create.ts';
import { refuseUnreplaceable } from './survey-tables.ts';

const whyNot = {
  none: 'it changed nothing',
  used: 'it has been undone already',
  dropped: 'the rows that it replaced are not kept any longer; restore a backup instead',
};

/** The entry of a replacement whose rows are kept; `not-found` or `conflict` where there is none. */
export async function findUndoable(connection: PoolConnection, id: string): Promise<JournalEntry> {
  const entry = /^\d{1,19}$/.test(id) ? await findEntry(connection, id) : null;
  if (entry === null) {
    throw new AppError('not-found', `There is no replacement of tables with the id ${id}.`);
  }
  if (entry.replacedRows !== 'kept') {
    const reason = whyNot[entry.replacedRows];
    throw new AppError('conflict', `Replacement ${id} can't be undone: ${reason}.`);
  }
  const tables = await readTableNames(connection);
  const lost = keptOf(entry.plan).filter((table) => !tables.has(table));
  if (lost.length === 0) return entry;
  const message = `Replacement ${id} can't be undone: somebody has dropped or renamed ${lost.join(', ')}.`;
  throw new AppError('conflict', message);
}

async function countRows(connection: PoolConnection, table: string | null): Promise<number> {
  if (table === null) return 0;
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS n FROM ${quoteIdentifier(table)}`,
  );
  return Number(row?.n);
}

/**
 * The swap that takes a replacement back: the kept tables take their old names, and those that
 * have them now are kept in their turn. A table that the replacement made has nothing to go back to.
 */
export async function prepareUndo(
  connection: PoolConnection,
  id: string,
  undone: JournalEntry,
): Promise<PreparedSwap> {
  const tables = await readTableNames(connection);
  const swaps = undone.plan.swaps
    .filter(({ table, kept }) => kept !== null || tables.has(table))
    .map(({ table, kept }, at) => ({
      table,
      replacement: kept,
      kept: tables.has(table) ? keptName(id, at) : null,
      ownLinks: undone.plan.links.filter((link) => link.table === table),
    }));
  await refuseUnreplaceable(
    connection,
    swaps.map(({ table }) => table),
  );
  const plan = planSwap(swaps, await readKeyLinks(connection), tables);
  await recordPlan(connection, id, 'preparing', plan);
  const counts = swaps.map(async ({ table, replacement }) => ({
    table,
    rows: await countRows(connection, replacement),
  }));
  const job = { id, plan, mirrored: new Set<string>(), isRenumbered: false };
  return { job, tables: await Promise.all(counts) };
}

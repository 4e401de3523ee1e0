import type { PoolConnection } from 'mysql2/promise';
import { chooseForgotten, type UndoRule } from '../../../domain/restore/forgotten-undos.ts';
import { hasSwapped } from '../../../domain/restore/has-swapped.ts';
import { planMending, planWithdrawal } from '../../../domain/restore/plan-links.ts';
import { isScratch } from '../../../domain/restore/scratch-names.ts';
import { keptOf } from '../../../domain/restore/swap-plan.ts';
import { alterKeys, readKeyLinks } from './key-links.ts';
import {
  findEntry,
  type JournalEntry,
  listKept,
  listOpenEntries,
  recordDone,
  recordDropped,
  recordTakenBack,
} from './restore-journal.ts';
import { dropTables, readTableNames } from './show-create.ts';
import { withPatience } from './with-patience.ts';

/** Does what is left to do once the tables have changed places. */
export async function finishEntry(connection: PoolConnection, entry: JournalEntry): Promise<void> {
  for (const step of planMending(entry.plan, await readKeyLinks(connection))) {
    await withPatience(connection, [step.table], () => alterKeys(connection, step));
  }
  await recordDone(connection, entry);
}

/** Removes whatever an entry has made whose tables have not changed places. */
export async function takeBackEntry(
  connection: PoolConnection,
  entry: JournalEntry,
  error: string | null,
): Promise<void> {
  for (const step of planWithdrawal(entry.plan, await readKeyLinks(connection))) {
    await withPatience(connection, [step.table], () => alterKeys(connection, step));
  }
  await dropScratchTables(connection);
  await recordTakenBack(connection, entry.id, error);
}

/** Who has the lock knows that none is in use. */
async function dropScratchTables(connection: PoolConnection): Promise<void> {
  await dropTables(connection, [...(await readTableNames(connection))].filter(isScratch));
}

/** True where the tables of an open entry have changed places, so that there is no way but forward. */
export const isPastReturn = async (connection: PoolConnection, entry: JournalEntry) =>
  entry.state === 'swapping' && hasSwapped(entry.plan, await readTableNames(connection));

async function forgetKept(connection: PoolConnection, rule: UndoRule): Promise<void> {
  for (const id of chooseForgotten(await listKept(connection), rule)) {
    const entry = await findEntry(connection, id);
    if (entry !== null) await dropTables(connection, keptOf(entry.plan));
    await recordDropped(connection, id);
  }
}

/** Finishes or takes back what was cut off, and drops replaced rows that are kept long enough. */
export async function recoverReplacements(
  connection: PoolConnection,
  rule: UndoRule,
): Promise<void> {
  for (const entry of await listOpenEntries(connection)) {
    if (await isPastReturn(connection, entry)) await finishEntry(connection, entry);
    else await takeBackEntry(connection, entry, 'It was cut off before anything was changed.');
  }
  await dropScratchTables(connection);
  await forgetKept(connection, rule);
}

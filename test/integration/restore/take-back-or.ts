import type { RowDataPacket } from 'mysql2';
import type { Pool } from 'mysql2/promise';
import type { TableReplacer } from '../../../shared/src/domain/restore/ports.ts';
import { countBoth, oldCounts } from './both-tables.ts';

/** Replaces where the old rows are there, and gives them back where they are not. */
export async function takeBackOr(
  pool: Pool,
  replacer: TableReplacer,
  replace: () => Promise<unknown>,
): Promise<void> {
  const [rows] = await pool.query<RowDataPacket[]>(countBoth);
  if (rows[0]?.counts === oldCounts) {
    await replace();
    return;
  }
  const records = await replacer.list(1000);
  const last = records.find(({ replacedRows }) => replacedRows === 'kept');
  await replacer.undo(last?.id ?? '', { actor: 'a process' });
}

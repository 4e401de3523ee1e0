import { createHash } from 'node:crypto';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { ReplayGuard } from '../../../domain/access/replay-guard.ts';
import { asMysqlError, translateMysqlError } from '../translate-mysql-error.ts';

/** A claim removes more than it adds, so that the table holds little but what may still come again. */
const mostSwept = 20;

const duplicateKey = 1062;

interface IdRow extends RowDataPacket {
  readonly id: string;
}

/** By key and in order, so that no two of them wait for each other. */
async function sweep(pool: Pool): Promise<void> {
  const [rows] = await pool.query<IdRow[]>(
    'SELECT id FROM cutover_opened_body WHERE forget_at <= UTC_TIMESTAMP(3) LIMIT ?',
    [mostSwept],
  );
  for (const { id } of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    await pool.query('DELETE FROM cutover_opened_body WHERE id = ?', [id]);
  }
}

/** Keeps the ids in `cutover_opened_body`, for all instances together. */
export function mysqlReplayGuard(pool: Pool): ReplayGuard {
  return {
    async claim(id, forgetAt) {
      const key = createHash('sha256').update(id).digest('hex');
      try {
        await sweep(pool);
        await pool.query('INSERT INTO cutover_opened_body (id, forget_at) VALUES (?, ?)', [
          key,
          forgetAt.toISOString().slice(0, -1).replace('T', ' '),
        ]);
        return true;
      } catch (error) {
        if (asMysqlError(error).errno === duplicateKey) return false;
        throw translateMysqlError(error);
      }
    },
  };
}

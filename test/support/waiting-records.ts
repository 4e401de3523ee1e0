import type { Pool, RowDataPacket } from 'mysql2/promise';

export interface OutboxRecord {
  /** As it was kept: JSON. */
  readonly record: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly isDue: boolean;
}

/** What waits to be recorded, in the order in which it was written. */
export async function waitingRecords(pool: Pool): Promise<OutboxRecord[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT record, attempts, reason, due_at <= UTC_TIMESTAMP(3) AS is_due
       FROM cutover_tracking_record ORDER BY id`,
  );
  return rows.map(({ record, attempts, reason, is_due }) => ({
    record,
    attempts,
    reason,
    isDue: is_due === 1,
  }));
}

import type { Pool, RowDataPacket } from 'mysql2/promise';

/** How many rows there are, and a number that tells (but for accidents) whether their cells are the same. */
export interface TableContent {
  readonly rows: number;
  readonly fingerprint: string;
}

const fingerprint = `SELECT COUNT(*) AS row_count,
  SUM(CRC32(CONCAT_WS('\\t', id, name, datetime, department_id, job_id))) AS fingerprint
FROM hired_employees`;

export async function readContent(pool: Pool): Promise<TableContent> {
  const [[row]] = await pool.query<RowDataPacket[]>(fingerprint);
  return { rows: Number(row?.row_count), fingerprint: String(row?.fingerprint) };
}

/** Empties the hires and the ledger. */
export async function emptyTables(pool: Pool): Promise<void> {
  for (const table of ['hired_employees', 'cutover_reject', 'cutover_load']) {
    await pool.query(`TRUNCATE TABLE ${table}`);
  }
}

/** Throws where the table does not hold the same rows. */
export function refuseOther(who: string, found: TableContent, good: TableContent): void {
  if (found.rows === good.rows && found.fingerprint === good.fingerprint) return;
  const reason = found.rows === good.rows ? 'the same number of other rows' : `${found.rows} rows`;
  throw new Error(`${who} left ${reason} instead of the ${good.rows} good ones of the file.`);
}

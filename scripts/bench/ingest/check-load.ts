import { isDeepStrictEqual } from 'node:util';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { ExpectedHires } from '../../sample-data/faulty-hires.ts';

const codes = `SELECT JSON_UNQUOTE(JSON_EXTRACT(faults, '$[*].code')) AS codes, COUNT(*) AS record_count
FROM cutover_reject WHERE state = 'open' GROUP BY codes`;

const loads = `SELECT state, records_read, inserted, rejected, evidence_stale FROM cutover_load`;

/** Rejects by the codes of their faults; every faulty record of the file has one fault. */
async function countRejects(pool: Pool): Promise<Record<string, number>> {
  const [rows] = await pool.query<RowDataPacket[]>(codes);
  return Object.fromEntries(
    rows.map((row) => [JSON.parse(row.codes).join(' and '), Number(row.record_count)]),
  );
}

/** Throws where the ledger does not hold exactly the load and the rejects that the file was made for. */
export async function checkLoad(pool: Pool, expected: ExpectedHires): Promise<void> {
  const [[load]] = await pool.query<RowDataPacket[]>(loads);
  const found = {
    state: load?.state,
    read: Number(load?.records_read),
    clean: Number(load?.inserted),
    rejected: Number(load?.rejected),
    byCode: await countRejects(pool),
    isPublished: Number(load?.evidence_stale) === 0,
  };
  const present = Object.entries(expected.byCode).filter(([, count]) => count > 0);
  const wanted = {
    ...expected,
    state: 'done',
    byCode: Object.fromEntries(present),
    isPublished: true,
  };
  if (isDeepStrictEqual(found, wanted)) return;
  throw new Error(
    `ingest-drop counts ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}.`,
  );
}

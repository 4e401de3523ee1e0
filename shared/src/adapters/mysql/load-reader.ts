import type { Pool, RowDataPacket } from 'mysql2/promise';
import { createDigest, type DigestLine } from '../../domain/ingest/digest.ts';
import type { Load } from '../../domain/ingest/load.ts';
import type { LoadReader, RejectCounts } from '../../domain/ingest/load-reader.ts';
import { publishedRejects } from '../../domain/ingest/published-rejects.ts';
import { listLoads, readEntry } from './load-list.ts';
import type { LoadRecord } from './load-record.ts';
import { findRejects, listRejects } from './reject-list.ts';
import { mysqlRejectPages } from './reject-pages.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

/** Of a load that is not published as it stands so many of its first rejects are looked at. */
const digestedRejects = 5000;

async function countRejects(pool: Pool, loadId: string): Promise<RejectCounts> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT state, COUNT(*) AS count FROM cutover_reject WHERE load_id = ? GROUP BY state',
    [loadId],
  );
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  return { open: 0, fixed: 0, discarded: 0, superseded: 0, ...counts };
}

async function readDigest(pool: Pool, { id }: Load): Promise<readonly DigestLine[] | null> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    'SELECT digest FROM cutover_load WHERE id = ? AND NOT evidence_stale AND digest IS NOT NULL',
    [id],
  );
  return row === undefined ? null : JSON.parse(row.digest);
}

async function digestFirst(pool: Pool, load: Load): Promise<readonly DigestLine[]> {
  const page = { limit: digestedRejects, cursor: null };
  const { items } = await listRejects(pool, publishedRejects(load), page);
  const digest = createDigest();
  for (const reject of items) digest.add(reject);
  return digest.lines();
}

/** Reads `cutover_load` and `cutover_reject` without a lock. */
export function mysqlLoadReader(pool: Pool): LoadReader {
  const translate = (error: unknown): never => {
    throw translateMysqlError(error);
  };
  return {
    ...mysqlRejectPages(pool),
    list: (filter, page) => listLoads(pool, filter, page).catch(translate),
    async find(id) {
      const [[record]] = await pool
        .query<LoadRecord[]>('SELECT * FROM cutover_load WHERE id = ?', [id])
        .catch(translate);
      return record === undefined ? null : readEntry(record);
    },
    countRejects: (loadId) => countRejects(pool, loadId).catch(translate),
    digestRejects: async (load) =>
      (await readDigest(pool, load).catch(translate)) ??
      (await digestFirst(pool, load).catch(translate)),
    findRejects: (loadId, ids) => findRejects(pool, loadId, ids).catch(translate),
    listRejects: (selection, page) => listRejects(pool, selection, page).catch(translate),
  };
}

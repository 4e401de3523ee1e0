import type { Pool, RowDataPacket } from 'mysql2/promise';
import type {
  PublishedReject,
  RejectPages,
  RejectSelection,
  RejectSurvey,
} from '../../domain/ingest/ports.ts';
import { type RejectRecord, readReject } from './reject-records.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

const rejectsAPage = 2000;

/** The clauses of a selection, with what they bind. The index is forced, so that no page passes over what lies before it. */
export function fromRejects({ loadId, state }: RejectSelection): {
  readonly from: string;
  readonly values: string[];
} {
  return state === null
    ? {
        from: 'FROM cutover_reject FORCE INDEX (cutover_reject_load) WHERE load_id = ?',
        values: [loadId],
      }
    : {
        from: 'FROM cutover_reject FORCE INDEX (cutover_reject_load_state) WHERE load_id = ? AND state = ?',
        values: [loadId, state],
      };
}

async function surveyRejects(pool: Pool, selection: RejectSelection): Promise<RejectSurvey> {
  const { from, values } = fromRejects(selection);
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count, MAX(id) AS last_id, MAX(JSON_LENGTH(cells)) AS most_cells,
            MAX(LENGTH(cells) <> CHAR_LENGTH(cells)) AS is_beyond_ascii ${from}`,
    values,
  );
  return {
    count: Number(row?.count ?? 0),
    lastId: String(row?.last_id ?? 0),
    mostCells: Number(row?.most_cells ?? 0),
    isAscii: Number(row?.is_beyond_ascii ?? 0) === 0,
  };
}

async function selectRejects(
  pool: Pool,
  selection: RejectSelection,
  afterId: string,
  lastId: string,
): Promise<PublishedReject[]> {
  const { from, values } = fromRejects(selection);
  const [records] = await pool.query<RejectRecord[]>(
    `SELECT id, load_id, line, cells, faults ${from} AND id > ? AND id <= ? ORDER BY id LIMIT ?`,
    [...values, afterId, lastId, rejectsAPage],
  );
  return records.map(readReject);
}

/** A load's rejects in `cutover_reject`. No connection is held between two pages. */
export function mysqlRejectPages(pool: Pool): RejectPages {
  const translate = (error: unknown): never => {
    throw translateMysqlError(error);
  };
  return {
    surveyRejects: (selection) => surveyRejects(pool, selection).catch(translate),
    async *rejectPages(selection, { lastId }) {
      for (let afterId: string | undefined = '0'; afterId !== undefined; ) {
        const page: PublishedReject[] = await selectRejects(pool, selection, afterId, lastId).catch(
          translate,
        );
        if (page.length > 0) yield page;
        afterId = page.length < rejectsAPage ? undefined : page.at(-1)?.id;
      }
    },
  };
}

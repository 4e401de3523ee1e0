import type { StoredResult } from '../jobs/stored-result.ts';
import { type RowCells, type TimestampFormat, toRowCells } from '../values/cell.ts';
import { type PageQuery, toPageToken } from './page.ts';

/** A page is cut where its rows have come to about this size, as BigQuery does at 10 MB. */
const mostPageCharacters = 10_000_000;

export interface ResultPage {
  readonly rows: readonly RowCells[];
  /** Undefined on the last page. */
  readonly pageToken?: string;
}

/** Reads one page of a result: as many rows as are asked for, unless they are too big for one answer. */
export async function readResultPage(
  result: StoredResult,
  { start, most = Number.POSITIVE_INFINITY }: PageQuery,
  format: TimestampFormat,
): Promise<ResultPage> {
  const types = result.columns.map(({ type }) => type);
  const rows: RowCells[] = [];
  let characters = 0;
  if (start < result.rowCount && most > 0) {
    for await (const row of result.rows(start)) {
      const cells = toRowCells(row, types, format);
      rows.push(cells);
      characters += JSON.stringify(row).length;
      if (rows.length >= most || characters >= mostPageCharacters) break;
      if (start + rows.length >= result.rowCount) break;
    }
  }
  const end = start + rows.length;
  const isLast = rows.length === 0 || end >= result.rowCount;
  return { rows, ...(isLast ? {} : { pageToken: toPageToken(end) }) };
}

import * as z from 'zod';
import { invalid, notSupported } from '../api-error.ts';
import type { Column } from '../google-type.ts';
import { insertRows } from '../jobs/insert-rows.ts';
import type { StoredResult } from '../jobs/stored-result.ts';
import { readTableRows } from '../jobs/table-rows.ts';
import { findAnonymous } from './anonymous-tables.ts';
import { type Call, readJson, sendJson } from './call.ts';
import { etagOf } from './etag.ts';
import { readTimestampFormat } from './format-options.ts';
import { readPageQuery } from './page.ts';
import { passedOver } from './passed-over.ts';
import { readResource } from './read-resource.ts';
import { readResultPage } from './read-result-page.ts';
import { tableNameOf } from './table-routes.ts';

/** The columns that `selectedFields` names, in the table's order; all of them where it names none. */
function selectColumns(columns: readonly Column[], selected: string | null): readonly Column[] {
  if (selected === null || selected === '') return columns;
  if (selected.includes('.')) throw notSupported('selectedFields inside of a RECORD');
  const names = selected.split(',').map((name) => name.trim().toLowerCase());
  for (const name of names) {
    if (!columns.some((column) => column.name.toLowerCase() === name)) {
      throw invalid(`No such field: ${name}`, 'selectedFields');
    }
  }
  return columns.filter((column) => names.includes(column.name.toLowerCase()));
}

async function openRows(call: Call): Promise<StoredResult> {
  const { services, query } = call;
  const name = tableNameOf(call);
  const anonymous = await findAnonymous(services, name);
  if (anonymous) return anonymous;
  const table = services.catalogue.require(name);
  if (table.kind === 'view') throw invalid('Cannot list a table of type VIEW.');
  const columns = selectColumns(table.columns, query.get('selectedFields'));
  return readTableRows(services.database, table, columns);
}

/** GET /tables/:tableId/data */
export async function listTableData(call: Call): Promise<void> {
  const rows = await openRows(call);
  const page = await readResultPage(
    rows,
    readPageQuery(call.query),
    readTimestampFormat(call.query),
  );
  sendJson(call, {
    kind: 'bigquery#tableDataList',
    etag: etagOf(page.rows.length),
    totalRows: String(rows.rowCount),
    ...page,
  });
}

const insertSchema = z.strictObject({
  kind: passedOver,
  rows: z.array(
    z.object({ insertId: z.string().optional(), json: z.record(z.string(), z.unknown()) }),
  ),
  skipInvalidRows: z.boolean().default(false),
  ignoreUnknownValues: z.boolean().default(false),
  traceId: passedOver,
});

/** POST /tables/:tableId/insertAll */
export async function insertAll(call: Call): Promise<void> {
  const request = readResource(insertSchema, await readJson(call));
  if (request.rows.length === 0) throw invalid('Missing rows in request.');
  const errors = await insertRows(call.services, tableNameOf(call), request);
  const insertErrors = errors.length === 0 ? {} : { insertErrors: errors };
  sendJson(call, { kind: 'bigquery#tableDataInsertAllResponse', ...insertErrors });
}

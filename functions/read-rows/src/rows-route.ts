import { tableRules } from '@cutover/shared/domain/tables-config.ts';
import { chooseFormat, mediaTypesOf } from '@cutover/shared/runtime/choose-format.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import { startBody } from '@cutover/shared/runtime/start-body.ts';
import { rowsDocumentation } from './documentation.ts';
import { attachmentOf } from './file-name.ts';
import { findTable } from './find-table.ts';
import { formats } from './formats/formats.ts';
import { writeRows } from './formats/write-rows.ts';
import { planPage } from './plan-page.ts';
import type { Ports } from './ports.ts';
import { rowsQuerySchema } from './rows-query.ts';

/** The rows of a table, page by page in the order of its key, or all at once. */
export const rowsRoute = route({
  method: 'GET',
  paths: ['/tables/{table}/rows'],
  access: 'viewer',
  summary: 'The rows of a table, by page or all at once',
  query: rowsQuerySchema,
  produces: mediaTypesOf(formats),
  documentation: rowsDocumentation,
  run: async (ports: Ports, { parameters, query, headers }) => {
    const format = chooseFormat(query.format, headers.accept, formats) ?? 'json';
    const contract = await findTable(ports, parameters.table ?? '');
    const rules = tableRules(await ports.tablesConfig(), contract.table);
    const request = planPage(query, format, contract, rules);
    const { next, rows } = await ports.rows.open(request);
    const page = { contract, columns: request.columns, next, isForSpreadsheet: query.spreadsheet };
    const { mediaType, write } = formats[format];
    return {
      type: `${mediaType}; charset=utf-8`,
      body: await startBody(writeRows(write(page), rows)),
      headers: {
        vary: 'accept',
        ...(next === null ? {} : { 'x-next-cursor': next }),
        ...(format === 'csv' ? { 'content-disposition': attachmentOf(contract.table) } : {}),
      },
    };
  },
});

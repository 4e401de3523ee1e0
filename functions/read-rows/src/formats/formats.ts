import { csvRows } from './csv-rows.ts';
import { jsonRows, ndjsonRows } from './json-rows.ts';
import type { RowsPage, RowWriter } from './row-writer.ts';

interface Format {
  readonly mediaType: string;
  readonly write: (page: RowsPage) => RowWriter;
}

export const formatNames = ['json', 'ndjson', 'csv'] as const;

export type FormatName = (typeof formatNames)[number];

export const formats: Readonly<Record<FormatName, Format>> = {
  json: { mediaType: 'application/json', write: jsonRows },
  ndjson: { mediaType: 'application/x-ndjson', write: ndjsonRows },
  csv: { mediaType: 'text/csv', write: csvRows },
};

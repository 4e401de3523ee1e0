import type { FormatName } from '../query.ts';
import type { Report } from '../report.ts';
import { formatCsv } from './format-csv.ts';
import { formatHtml } from './format-html.ts';
import { formatJson } from './format-json.ts';
import { formatText } from './format-text.ts';

/** Where a report is shown: as an answer, which may tell where a copy was saved, or as that copy. */
export interface Showing {
  readonly isAnswer: boolean;
  readonly savedTo: string | null;
}

interface Format {
  readonly mediaType: `${string}/${string}`;
  readonly extension: string;
  readonly write: (report: Report, showing: Showing) => string;
}

export const formats: Readonly<Record<FormatName, Format>> = {
  json: {
    mediaType: 'application/json',
    extension: 'json',
    write: (report, { savedTo }) => formatJson(report, savedTo),
  },
  csv: { mediaType: 'text/csv', extension: 'csv', write: formatCsv },
  html: {
    mediaType: 'text/html',
    extension: 'html',
    write: (report, { savedTo, isAnswer }) => formatHtml(report, savedTo, isAnswer),
  },
  text: {
    mediaType: 'text/plain',
    extension: 'txt',
    write: (report, { savedTo }) => formatText(report, savedTo),
  },
};

export const typeOf = (format: FormatName) => `${formats[format].mediaType}; charset=utf-8`;

/** A file name that tells reports apart that differ. */
export function fileNameOf(report: Report, format: FormatName): string {
  const { name, year, includesUnknown, set } = report;
  const unknown = includesUnknown ? '_with_unknown' : '';
  const source = set === undefined ? '' : `_in_${set.id}`;
  return `${name}_${year}${unknown}${source}.${formats[format].extension}`;
}

import type { ResultStore } from '@cutover/shared/domain/ingest/ports.ts';
import type { Answer } from '@cutover/shared/runtime/answer.ts';
import { fileNameOf, formats, typeOf } from './formats/formats.ts';
import { pagePolicy } from './formats/page-style.ts';
import type { FormatName } from './query.ts';
import type { Report } from './report.ts';

/** Stores the report as `reports/<file name>`, over an older copy, and returns its address. */
export async function saveReport(
  report: Report,
  format: FormatName,
  results: Pick<ResultStore, 'write'>,
): Promise<string> {
  const text = formats[format].write(report, { isAnswer: false, savedTo: null });
  return results.write(`reports/${fileNameOf(report, format)}`, typeOf(format), [text]);
}

async function headersOf(report: Report, format: FormatName): Promise<Record<string, string>> {
  if (format === 'html') return { 'content-security-policy': await pagePolicy() };
  if (format !== 'csv') return {};
  return { 'content-disposition': `attachment; filename="${fileNameOf(report, format)}"` };
}

/** The report in a format; what it leaves out, and where it was counted, stand in headers too, because CSV holds rows alone. */
export async function answerReport(
  report: Report,
  format: FormatName,
  savedTo: string | null,
): Promise<Answer> {
  const { set } = report;
  const leftOut = Object.entries(report.leftOut).map(([what, count]) => `${what}=${count}`);
  return {
    type: typeOf(format),
    body: formats[format].write(report, { isAnswer: true, savedTo }),
    headers: {
      vary: 'accept',
      'x-left-out': leftOut.join(', '),
      ...(set === undefined ? {} : { 'x-backup-set': `set_id=${set.id}, taken_at=${set.takenAt}` }),
      ...(savedTo === null ? {} : { 'x-saved-to': savedTo }),
      ...(await headersOf(report, format)),
    },
  };
}

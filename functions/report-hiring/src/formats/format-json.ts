import type { Report } from '../report.ts';

/** An object whose `rows` are objects with the columns' names. `savedTo` is told where it is given. */
export function formatJson(report: Report, savedTo: string | null): string {
  const { name, year, includesUnknown, facts, columns, leftOut, set } = report;
  const rows = report.rows.map((cells) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
  );
  const saved = savedTo === null ? {} : { saved: savedTo };
  const head = { report: name, year, include_unknown: includesUnknown, ...facts };
  const source = set === undefined ? {} : { backup_set: { set_id: set.id, taken_at: set.takenAt } };
  return `${JSON.stringify({ ...head, rows, left_out: leftOut, ...source, ...saved })}\n`;
}

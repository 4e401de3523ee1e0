import { formatMean } from './hiring-by-department.ts';
import type { Report } from './report.ts';

/** The year in one sentence: what there is, and what the report shows of it. */
export function describeTotals({ year, facts }: Report): string {
  const { hires, listed, departments, mean } = facts;
  if (listed !== undefined) return `${hires} hires in ${year}, ${listed} of them listed.`;
  if (mean === null || mean === undefined) return `No department hired in ${year}.`;
  return `${hires} hires in ${year}; ${departments} departments hired ${formatMean(mean)} on the mean.`;
}

/** Where the rows come from, in one sentence; nothing where that is the database itself. */
export function describeSource({ set }: Report): string[] {
  return set === undefined ? [] : [`Counted in backup set ${set.id}, taken at ${set.takenAt}.`];
}

/** Everything the report leaves out, in one sentence. */
export function describeLeftOut({ year, leftOut }: Report): string {
  const { open_rejects, without_date, without_department, without_job } = leftOut;
  const parts = [
    `${open_rejects} open rejects`,
    `${without_date} hires without a date (of any year)`,
    `${without_department} hires of ${year} without a department`,
    ...(without_job === undefined ? [] : [`${without_job} without a job`]),
  ];
  return `Left out: ${parts.join(', ')}.`;
}

import type { Report } from '../../../functions/report-hiring/src/report.ts';

/** A quarterly report of two rows, to be varied. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    name: 'hiring_by_quarter',
    title: 'Hires by quarter, 2021',
    year: 2021,
    includesUnknown: false,
    facts: { hires: 12, listed: 10 },
    columns: ['department', 'job', 'Q1', 'Q2', 'Q3', 'Q4'],
    rows: [
      ['Sales', 'Clerk', 1, 0, 0, 2],
      ['Support', 'Nurse', 0, 3, 4, 0],
    ],
    leftOut: { open_rejects: 70, without_date: 3, without_department: 2, without_job: 0 },
    chart: {
      bars: [
        { label: 'Sales', parts: [1, 0, 0, 2] },
        { label: 'Support', parts: [0, 3, 4, 0] },
      ],
      parts: ['Q1', 'Q2', 'Q3', 'Q4'],
      mark: null,
    },
    ...changes,
  };
}

import { formatJson } from '../../../functions/report-hiring/src/formats/format-json.ts';
import { sampleReport } from './sample-report.ts';

describe('a report as JSON', () => {
  it('holds the rows by column, the totals and what is left out', () => {
    expect(JSON.parse(formatJson(sampleReport(), null))).toEqual({
      report: 'hiring_by_quarter',
      year: 2021,
      include_unknown: false,
      hires: 12,
      listed: 10,
      rows: [
        { department: 'Sales', job: 'Clerk', Q1: 1, Q2: 0, Q3: 0, Q4: 2 },
        { department: 'Support', job: 'Nurse', Q1: 0, Q2: 3, Q3: 4, Q4: 0 },
      ],
      left_out: { open_rejects: 70, without_date: 3, without_department: 2, without_job: 0 },
    });
  });

  it('tells where a copy was saved', () => {
    expect(JSON.parse(formatJson(sampleReport(), 'gs://results/a.json'))).toMatchObject({
      saved: 'gs://results/a.json',
    });
  });
});

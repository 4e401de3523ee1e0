import { formatText } from '../../../functions/report-hiring/src/formats/format-text.ts';
import { sampleReport } from './sample-report.ts';

describe('a report as text', () => {
  it('is a bordered grid with the totals and what is left out below', () => {
    expect(formatText(sampleReport(), null)).toBe(
      `Hires by quarter, 2021
+------------+-------+----+----+----+----+
| department | job   | Q1 | Q2 | Q3 | Q4 |
+------------+-------+----+----+----+----+
| Sales      | Clerk |  1 |  0 |  0 |  2 |
| Support    | Nurse |  0 |  3 |  4 |  0 |
+------------+-------+----+----+----+----+
12 hires in 2021, 10 of them listed.
Left out: 70 open rejects, 3 hires without a date (of any year), 2 hires of 2021 without a department, 0 without a job.
`,
    );
  });

  it('tells where a copy was saved', () => {
    expect(formatText(sampleReport(), 'gs://results/a.txt')).toMatch(
      /\nSaved to gs:\/\/results\/a\.txt\n$/,
    );
  });

  it('keeps its grid around letters of several code points', () => {
    const grid = formatText(
      sampleReport({
        columns: ['name', 'n'],
        rows: [
          ['e\u0301🏳️‍🌈', 1],
          ['abcd', 20],
        ],
      }),
      null,
    ).split('\n');
    expect(grid.slice(2, 6)).toEqual([
      '| name |  n |',
      '+------+----+',
      '| e\u0301🏳️‍🌈   |  1 |',
      '| abcd | 20 |',
    ]);
  });

  it('shows control characters and direction marks instead of obeying them', () => {
    const text = formatText(
      sampleReport({ columns: ['name'], rows: [['a\nb\u001b[2J\u202ec']] }),
      null,
    );
    expect(text).toContain('| a\\u{a}b\\u{1b}[2J\\u{202e}c |');
  });

  it('is an empty grid where there are no rows', () => {
    expect(
      formatText(sampleReport({ rows: [] }), null)
        .split('\n')
        .slice(1, 4),
    ).toEqual([
      '+------------+-----+----+----+----+----+',
      '| department | job | Q1 | Q2 | Q3 | Q4 |',
      '+------------+-----+----+----+----+----+',
    ]);
  });
});

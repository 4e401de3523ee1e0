import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { formatCsv } from '../../../functions/report-hiring/src/formats/format-csv.ts';
import { sampleReport } from './sample-report.ts';

describe('a report as CSV', () => {
  it('has a header row and rows, each ended as RFC 4180 wants it', () => {
    expect(formatCsv(sampleReport())).toBe(
      'department,job,Q1,Q2,Q3,Q4\r\nSales,Clerk,1,0,0,2\r\nSupport,Nurse,0,3,4,0\r\n',
    );
  });

  it('quotes delimiters, quotes and line breaks', () => {
    const rows = [['Sales, "EMEA"', 'Clerk\nNight', 1]];
    expect(formatCsv(sampleReport({ columns: ['a', 'b', 'c'], rows }))).toBe(
      'a,b,c\r\n"Sales, ""EMEA""","Clerk\nNight",1\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'keeps a spreadsheet from running the name %j',
    (name) => {
      const csv = formatCsv(sampleReport({ columns: ['name', 'id'], rows: [[name, -1]] }));
      expect(parse(csv)).toEqual([
        ['name', 'id'],
        [`'${name}`, '-1'],
      ]);
    },
  );

  it('is read back as it was written', () => {
    const name = fc
      .string({
        unit: fc.oneof(fc.constantFrom('"', ',', '\n', '\r', ';', '<', 'é', '🚀'), fc.string()),
      })
      .filter((text) => !/^[=+\-@\t\r]/.test(text));
    const row = fc.tuple(name, name, fc.nat(), fc.nat());
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const csv = formatCsv(sampleReport({ columns: ['a', 'b', 'Q1', 'Q2'], rows }));
        const expected = rows.map((cells) => cells.map(String));
        expect(parse(csv, { record_delimiter: '\r\n' }).slice(1)).toEqual(expected);
      }),
    );
  });
});

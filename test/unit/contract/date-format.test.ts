import { compileCellCheck } from '../../../shared/src/domain/cell-check.ts';
import { explainBadFormat } from '../../../shared/src/domain/cells/date-format.ts';
import { columnRules } from '../../../shared/src/domain/tables-config.ts';
import { aColumn, someRules } from '../../support/columns.ts';

const read = (cell: string, ...date_formats: string[]) =>
  compileCellCheck(
    aColumn('datetime'),
    columnRules(someRules({ date_formats }), 'c'),
    new Date(0),
  )(cell);

describe('a date format of tables.yaml', () => {
  it.each([
    ['DD/MM/YYYY', '03/04/2021', '2021-04-03 00:00:00'],
    ['MM/DD/YYYY HH:mm', '03/04/2021 16:05', '2021-03-04 16:05:00'],
    ['YYYYMMDD', '20210304', '2021-03-04 00:00:00'],
    ['D.M.YYYY H:mm:ss', '3.4.2021 6:07:08', '2021-04-03 06:07:08'],
    ['DD-MMM-YYYY', '03-aPR-2021', '2021-04-03 00:00:00'],
    ['M/D/YYYY h:mm A', '3/4/2021 12:30 am', '2021-03-04 00:30:00'],
    ['M/D/YYYY hh:mm:ss A', '3/4/2021 12:30:01 PM', '2021-03-04 12:30:01'],
    ['YYYY/MM/DDTHH:mm', '2021/03/04T05:06', '2021-03-04 05:06:00'],
  ])('%s reads %s', (format, cell, stored) => {
    expect(read(cell, format)).toBe(stored);
  });

  it('comes before ISO 8601 and does not replace it', () => {
    expect(read('2021-03-04', 'DD/MM/YYYY')).toBe('2021-03-04 00:00:00');
    expect(read('2021-03-04', 'YYYY-DD-MM')).toBe('2021-04-03 00:00:00');
  });

  it('decides alone where its shape fits, so that one text never means two days', () => {
    expect(read('2021-03-13', 'YYYY-DD-MM')).toMatchObject({ code: 'bad-date' });
    expect(read('3/4/2021 13:00 PM', 'M/D/YYYY hh:mm A')).toMatchObject({ code: 'bad-date' });
    expect(read('03-Foo-2021', 'DD-MMM-YYYY')).toMatchObject({ code: 'bad-date' });
  });

  it('takes no other text than its own literals', () => {
    expect(read('03x04x2021', 'DD.MM.YYYY')).toMatchObject({ code: 'bad-date' });
  });

  it.each([
    ['DD/MM', '"DD/MM" needs a year (YYYY), a month and a day'],
    ['DD/MM/YYYY DD', '"DD/MM/YYYY DD" names a part twice'],
    ['DD/MM/YYYY hh:mm', '"DD/MM/YYYY hh:mm" needs HH, or hh together with A'],
    [
      'DD/MM/YYYY mm',
      '"DD/MM/YYYY mm" has a minute without its hour, or a second without its minute',
    ],
    [
      'dd/MM/YYYY',
      '"dd/MM/YYYY" has "d"; known are YYYY, MMM, MM, M, DD, D, HH, H, hh, h, mm, ss, A and T',
    ],
  ])('is refused as %s', (format, reason) => {
    expect(explainBadFormat(format)).toBe(reason);
  });
});

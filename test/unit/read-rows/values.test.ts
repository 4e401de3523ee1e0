import { attachmentOf } from '../../../functions/read-rows/src/file-name.ts';
import { splitList } from '../../../functions/read-rows/src/split-list.ts';
import {
  compileExactCell,
  compileSpreadsheetCell,
} from '../../../functions/read-rows/src/values/csv-cell.ts';
import { compileJsonValue, jsonFormOf } from '../../../functions/read-rows/src/values/json-form.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { aColumn } from '../../support/columns.ts';

const bigint = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

describe('a value', () => {
  const cases: readonly (readonly [Column, stored: string, json: string, csv: string])[] = [
    [aColumn('integer'), '-5', '-5', '-5'],
    [aColumn('integer', bigint), '9007199254740993', '"9007199254740993"', '9007199254740993'],
    [aColumn('boolean'), '2', '2', '2'],
    [aColumn('decimal'), '1.50', '"1.50"', '1.50'],
    [aColumn('float'), '1e+38', '1e+38', '1e+38'],
    [aColumn('bit', { bits: 53 }), '9007199254740991', '9007199254740991', '9007199254740991'],
    [aColumn('bit', { bits: 54 }), '18014398509481983', '"18014398509481983"', '18014398509481983'],
    [aColumn('year'), '0000', '0', '0000'],
    [aColumn('text'), 'a"\n', '"a\\"\\n"', 'a"\n'],
    [aColumn('binary'), '00ff', '"AP8="', '0x00ff'],
    [aColumn('binary'), '', '""', '0x'],
    [aColumn('date'), '2021-07-27', '"2021-07-27"', '2021-07-27'],
    [aColumn('datetime'), '2021-07-27 16:02:08', '"2021-07-27T16:02:08Z"', '2021-07-27T16:02:08Z'],
    [
      aColumn('timestamp'),
      '2021-07-27 16:02:08.500',
      '"2021-07-27T16:02:08.500Z"',
      '2021-07-27T16:02:08.500Z',
    ],
    [aColumn('time'), '-12:30:00', '"-12:30:00"', '-12:30:00'],
    [aColumn('set'), 'a,b', '"a,b"', 'a,b'],
    [aColumn('json'), 'null', '"null"', 'null'],
    [aColumn('geometry'), 'POINT(1 2)', '"POINT(1 2)"', 'POINT(1 2)'],
  ];
  it.each(cases)(
    'of %o, stored as %s, is %s in JSON and %s in CSV',
    (column, stored, json, csv) => {
      expect(compileJsonValue(column)(stored)).toBe(json);
      expect(jsonFormOf(column)).toBe(json.startsWith('"') ? 'string' : 'number');
      expect(compileExactCell(column)(stored)).toBe(csv);
      expect(compileExactCell(column)(null)).toBe('\\N');
    },
  );

  it('is run by no spreadsheet, and a number stays one', () => {
    expect(compileSpreadsheetCell(aColumn('text'))('=1+1')).toBe("'=1+1");
    expect(compileSpreadsheetCell(aColumn('json'))('-1')).toBe("'-1");
    expect(compileSpreadsheetCell(aColumn('integer'))('-1')).toBe('-1');
    expect(compileSpreadsheetCell(aColumn('text'))(null)).toBe('');
  });
});

describe('a list in a parameter', () => {
  it.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['', ['']],
    ['a,', ['a', '']],
    ['"a,b", "c""d" ,e f', ['a,b', 'c"d', 'e f']],
    ['a"b', ['a"b']],
    ['"a', null],
    ['"a"b', null],
    ['b,"a"c', null],
  ])('%j holds %j', (text, values) => {
    expect(splitList(text)).toEqual(values);
  });
});

describe('the name of a CSV file', () => {
  it.each([
    ['jobs', 'attachment; filename="jobs.csv"'],
    [
      'a "b"\r\né(1)',
      'attachment; filename="a__b_____1_.csv"; filename*=UTF-8\'\'a%20%22b%22%0D%0A%C3%A9%281%29.csv',
    ],
  ])('of %j is %s', (table, header) => {
    expect(attachmentOf(table)).toBe(header);
  });
});

import * as fc from 'fast-check';
import type { ScalarName } from '../../../scripts/local/bigquery/google-type.ts';
import { toRowCells } from '../../../scripts/local/bigquery/values/cell.ts';
import { formatFloat } from '../../../scripts/local/bigquery/values/format-float.ts';
import { parseScalar } from '../../../scripts/local/bigquery/values/parse-scalar.ts';
import { toWireValue } from '../../../scripts/local/bigquery/values/wire-value.ts';

describe('a FLOAT64 in an answer', () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [1234567.5, '1234567.5'],
    [10_000_000, '1.0E7'],
    [123_456_789, '1.23456789E8'],
    [0.0001, '1.0E-4'],
    [5e-324, '5.0E-324'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is written %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(Number(formatFloat(value))).toBe(value);
      }),
    );
  });
});

describe('a text as a value', () => {
  it.each<[ScalarName, string, string]>([
    ['INT64', '-9223372036854775808', '-9223372036854775808'],
    ['INT64', '+7', '7'],
    ['NUMERIC', '1e3', '1000'],
    ['NUMERIC', '-0.0000000005', '-0.000000001'],
    [
      'NUMERIC',
      '99999999999999999999999999999.999999999',
      '99999999999999999999999999999.999999999',
    ],
    ['BOOL', 'T', 'true'],
    ['BYTES', '_-8', '/+8='],
    ['DATE', '0001-01-01', '0001-01-01'],
    ['DATE', '2024-2-9', '2024-02-09'],
    ['TIME', '23:59:59.999999', '23:59:59.999999'],
    ['DATETIME', '1969-12-31T23:59:59.5', '1969-12-31T23:59:59.500000'],
    ['DATETIME', '2024-01-01', '2024-01-01T00:00:00'],
    ['TIMESTAMP', '1970-01-01 00:00:00.000001 UTC', '1'],
    ['TIMESTAMP', '1970-01-01T01:00:00+01:30', '-1800000000'],
    ['TIMESTAMP', '1970-01-01', '0'],
    ['JSON', ' {"a" : [1 , 2]} ', '{"a":[1,2]}'],
  ])('%s %j is %j', (kind, text, wire) => {
    expect(toWireValue(parseScalar(text, kind) ?? null, { kind })).toBe(wire);
  });

  it.each<[ScalarName, string]>([
    ['INT64', '9223372036854775808'],
    ['INT64', '1.0'],
    ['INT64', ''],
    ['FLOAT64', '1,5'],
    ['NUMERIC', '100000000000000000000000000000'],
    ['NUMERIC', '.'],
    ['BOOL', 'maybe'],
    ['BYTES', 'a'],
    ['DATE', '2023-02-29'],
    ['DATE', '10000-01-01'],
    ['TIME', '24:00:00'],
    ['DATETIME', '2024-01-01T00:00:00Z'],
    ['TIMESTAMP', '2024-01-01 00:00:00+15:00'],
    ['JSON', '{'],
  ])('%s %j is none', (kind, text) => {
    expect(parseScalar(text, kind)).toBeUndefined();
  });
});

describe('a row in an answer', () => {
  const row = ['1709202896000001', [['1'], [null]], null, []];
  const element = { kind: 'STRUCT', fields: [{ name: 'a', type: { kind: 'INT64' } }] } as const;
  const list = { kind: 'ARRAY', element } as const;
  const types = [{ kind: 'TIMESTAMP' }, list, element, list] as const;

  it.each([
    ['INT64', '1709202896000001'],
    ['FLOAT64', '1.709202896000001E9'],
    ['ISO8601_STRING', '2024-02-29T10:34:56.000001Z'],
  ] as const)('holds cells within cells, and timestamps as %s', (format, timestamp) => {
    expect(toRowCells(row, types, format)).toEqual({
      f: [
        { v: timestamp },
        { v: [{ v: { f: [{ v: '1' }] } }, { v: { f: [{ v: null }] } }] },
        { v: null },
        { v: [] },
      ],
    });
  });
});

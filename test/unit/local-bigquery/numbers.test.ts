import fc from 'fast-check';
import {
  addNumeric,
  divideNumeric,
  moduloInt,
  multiplyNumeric,
  quotientInt,
} from '../../../scripts/local/bigquery/sql/runtime/arithmetic.ts';
import { floatText } from '../../../scripts/local/bigquery/sql/runtime/number-text.ts';
import {
  numericText,
  numericUnits,
  readFloat,
} from '../../../scripts/local/bigquery/sql/runtime/read-numbers.ts';
import { roundFloat } from '../../../scripts/local/bigquery/sql/runtime/rounding.ts';

describe('numbers of GoogleSQL', () => {
  it('FLOAT64 is read back from its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(readFloat(floatText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([
    [1, '1'],
    [100000, '100000'],
    [1e15, '1e+15'],
    [123456789012345, '123456789012345'],
    [0.0001, '0.0001'],
    [1e-5, '1e-05'],
    [0.1 + 0.2, '0.30000000000000004'],
    [5e-324, '4.94065645841247e-324'],
    [-2.5, '-2.5'],
    [Number.NaN, 'nan'],
    [-0, '0'],
  ])('%p is written %s', (value, text) => {
    expect(floatText(value)).toBe(text);
  });

  it('NUMERIC keeps nine digits after the point and rounds half away from zero', () => {
    expect(numericText(numericUnits('1.0000000005'))).toBe('1.000000001');
    expect(numericText(numericUnits('-1.0000000005'))).toBe('-1.000000001');
    expect(divideNumeric('2', '3')).toBe('0.666666667');
    expect(multiplyNumeric('0.000000001', '-0.5')).toBe('-0.000000001');
    expect(() => addNumeric('99999999999999999999999999999', '1')).toThrow('numeric overflow');
    expect(() => divideNumeric('1', '0')).toThrow('division by zero: 1 / 0');
  });

  it('whole quotients and rests go together', () => {
    const value = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(b !== 0n);
        expect(quotientInt(a, b) * b + moduloInt(a, b)).toBe(a);
      }),
    );
  });

  it.each([
    [2.675, 2n, 2.67],
    [2.345, 2n, 2.35],
    [-1234.5, 0n, -1235],
    [155, -1n, 160],
    [1e300, 2n, 1e300],
  ])('%p to %p digits is %p', (value, digits, rounded) => {
    expect(roundFloat(value, digits)).toBe(rounded);
  });
});

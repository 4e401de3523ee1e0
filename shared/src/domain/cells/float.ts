import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

const numeral = /^[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,5})?$/;

/** Checks what FLOAT(M,D) adds: digits before and after the point. */
function exceedsScale(value: number, column: Column): boolean {
  const { precision, scale } = column;
  if (precision === undefined || scale === undefined) return false;
  return (
    Math.abs(value) >= 10 ** (precision - scale) ||
    Math.abs(Number(value.toFixed(scale)) - value) > Number.EPSILON * Math.abs(value)
  );
}

/**
 * FLOAT and DOUBLE: binary fractions, so a numeral stands for the nearest one. The canonical text
 * is the shortest that names that fraction as a double; stored values are compared by number.
 * Refused: NaN, Infinity, numbers too large, and numbers so small that nothing but 0 is left.
 */
export function compileFloat(column: Column): ValueCheck {
  return (cell) => {
    if (!numeral.test(cell)) return refuse('type-error', cell, 'is not a number');
    const exact = Number(cell);
    const value = column.singlePrecision === true ? Math.fround(exact) : exact;
    if (!Number.isFinite(value)) return refuse('out-of-range', cell, 'is too large');
    if (value === 0 && /^[^eE]*[1-9]/.test(cell)) {
      return refuse('out-of-range', cell, 'is too close to 0');
    }
    if (value < 0 && column.unsigned === true)
      return refuse('out-of-range', cell, 'is less than 0');
    if (exceedsScale(exact, column)) {
      return refuse('out-of-range', cell, `does not fit ${column.sqlType}`);
    }
    return String(value);
  };
}

import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';
import { dropTrailing } from './drop-trailing.ts';

/** Sign, whole part, fraction; a point needs a digit after it. */
const numeral = /^([+-]?)(?:(\d+)(?:\.(\d+))?|\.(\d+))$/;

/**
 * DECIMAL(precision, scale): digits with a point, no separators and no exponent. More decimals
 * than the column holds are out of range, unless they are zeros: nothing is rounded.
 */
export function compileDecimal(column: Column): ValueCheck {
  const { precision = 65, scale = 0, unsigned = false } = column;
  const wholeDigits = precision - scale;

  return (cell) => {
    const parts = numeral.exec(cell);
    if (parts === null) return refuse('type-error', cell, 'is not a decimal number');
    const whole = (parts[2] ?? '').replace(/^0+/, '');
    const fraction = dropTrailing(parts[3] ?? parts[4] ?? '', '0');
    if (whole.length > wholeDigits) {
      return refuse('out-of-range', cell, `has more than ${wholeDigits} digits before the point`);
    }
    if (fraction.length > scale) {
      return refuse('out-of-range', cell, `has more than ${scale} decimals`);
    }
    const negative = parts[1] === '-' && whole + fraction !== '';
    if (negative && unsigned) return refuse('out-of-range', cell, 'is less than 0');
    const digits = whole === '' ? '0' : whole;
    const text = scale === 0 ? digits : `${digits}.${fraction.padEnd(scale, '0')}`;
    return negative ? `-${text}` : text;
  };
}

import type { Column } from '../contract.ts';
import { byteAt } from './byte-at.ts';
import type { QuickCell } from './quick-cell.ts';

const zero = 48;
/** Longer integers are not exact as numbers. */
const mostDigits = 15;

/** Digits in canonical form within the column's range. */
export function quickInteger({ min = -(2n ** 63n), max = 2n ** 64n - 1n }: Column): QuickCell {
  const least = Number(min);
  const most = Number(max);
  return (file, at, _stop, rows) => {
    rows.reserve(mostDigits);
    const { bytes, length } = rows;
    let value = 0;
    let digits = 0;
    for (; digits <= mostDigits; digits++) {
      const digit = byteAt(file, at + digits) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      bytes[length + digits] = zero + digit;
    }
    const isCanonical = digits === 1 || (digits > 1 && byteAt(file, at) !== zero);
    if (!isCanonical || digits > mostDigits || value < least || value > most) return -1;
    rows.length += digits;
    return at + digits;
  };
}

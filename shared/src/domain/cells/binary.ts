import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

const hexNumeral = /^0x(?:[0-9a-f]{2})*$/i;

function toHex(cell: string): string {
  if (hexNumeral.test(cell)) return cell.slice(2).toLowerCase();
  let hex = '';
  for (const byte of new TextEncoder().encode(cell)) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/**
 * BINARY, VARBINARY and BLOB: `0x` and an even number of hexadecimal digits are those bytes, any
 * other text is its bytes in UTF-8. Canonical: lower-case hexadecimal digits without `0x`;
 * BINARY(n) is filled up with zero bytes, as the database does.
 */
export function compileBinary(column: Column): ValueCheck {
  const { maxBytes = Number.MAX_SAFE_INTEGER, fixedLength = false } = column;
  return (cell) => {
    if (!cell.isWellFormed()) return refuse('bad-encoding', cell, 'is not well-formed Unicode');
    const hex = toHex(cell);
    if (hex.length > 2 * maxBytes) {
      return refuse('too-long', cell, `is longer than ${maxBytes} bytes`);
    }
    return fixedLength ? hex.padEnd(2 * maxBytes, '0') : hex;
  };
}

import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';
import { isDigits, truthOf } from './whole-number.ts';

const binaryNumeral = /^(?:0b([01]+)|b'([01]+)')$/i;

function readBits(cell: string): bigint | undefined {
  const binary = binaryNumeral.exec(cell);
  if (binary !== null) return toBigInt((binary[1] ?? binary[2] ?? '').replace(/^0+/, ''), '0b');
  if (!isDigits(cell, 0, cell.length)) return undefined;
  return toBigInt(cell.replace(/^0+/, ''), '');
}

/** Numerals longer than any BIT are not worth reading: they are just too large. */
function toBigInt(digits: string, prefix: string): bigint {
  return digits.length > 64 ? 2n ** 65n : BigInt(digits === '' ? '0' : prefix + digits);
}

/**
 * BIT(n): a decimal numeral (`10` is ten), `0b1010`, `b'1010'`, and for BIT(1) a truth word.
 * Canonical: the decimal numeral.
 */
export function compileBit(column: Column): ValueCheck {
  const { bits = 1 } = column;
  const limit = 2n ** BigInt(bits);
  return (cell) => {
    const value = (bits === 1 ? truthOf(cell) : undefined) ?? readBits(cell);
    if (value === undefined) return refuse('type-error', cell, 'is not a number of bits');
    if (typeof value === 'string') return value;
    if (value >= limit) return refuse('out-of-range', cell, `is more than ${bits} bits hold`);
    return String(value);
  };
}

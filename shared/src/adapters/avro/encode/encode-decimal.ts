import type { AvroBuffer } from '../avro-buffer.ts';
import { ascii } from './ascii.ts';
import type { EncodeValue } from './encode-value.ts';

const numeral = /^(-?\d+)(?:\.(\d+))?$/;
/** Sign, 65 digits and a point. */
const longestText = 67;

/** Bytes of the shortest two's complement that holds the number. */
function sizeOf(value: bigint): number {
  const magnitude = value < 0n ? ~value : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return Math.floor(bits / 8) + 1;
}

function appendUnscaled(value: bigint, into: AvroBuffer): void {
  const size = sizeOf(value);
  into.appendLong(size);
  into.reserve(size);
  let rest = value;
  for (let at = size - 1; at >= 0; at--) {
    into.bytes[into.length + at] = Number(rest & 255n);
    rest >>= 8n;
  }
  into.length += size;
}

/**
 * A decimal: a numeral with exactly `scale` digits behind the point, written as the shortest
 * big-endian two's complement of its digits (specification 1.12, "Decimal").
 */
export function encodeDecimal(scale: number): EncodeValue {
  return (wire, from, to, into) => {
    const [, whole, fraction = ''] =
      to - from > longestText ? [] : (numeral.exec(ascii(wire, from, to)) ?? []);
    if (whole === undefined || fraction.length !== scale) return false;
    appendUnscaled(BigInt(whole + fraction), into);
    return true;
  };
}

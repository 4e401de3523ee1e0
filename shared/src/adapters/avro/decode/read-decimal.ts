import type { ValueType } from '../value-type.ts';
import type { AvroCursor } from './avro-cursor.ts';
import type { ReadText } from './decode-value.ts';

/** More than 65 digits take, with room for files that fill up with signs. */
const mostBytes = 64;

/** Big-endian two's complement. */
function readTwosComplement(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const bits = 8 * bytes.length;
  return BigInt.asIntN(bits, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function writeDecimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return unscaled < 0n ? `-${text}` : text;
}

/** Reads a decimal of bytes or of a fixed size as its numeral, with as many decimals as its scale. */
export function readDecimal({ type, size = 0, scale = 0 }: ValueType): ReadText {
  const read = (from: AvroCursor) => (type === 'fixed' ? from.take(size) : from.readBytes());
  return (from) => {
    const bytes = read(from);
    if (bytes.length > mostBytes) throw new Error('has more digits than any column');
    return writeDecimal(readTwosComplement(bytes), scale);
  };
}

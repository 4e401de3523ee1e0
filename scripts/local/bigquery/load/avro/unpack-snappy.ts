import { crc32 } from 'node:zlib';
import { invalid } from '../../api-error.ts';

const broken = () => invalid('A block of the Apache Avro file is no valid Snappy data.');

function readNumber(bytes: Buffer, at: number, length: number): number {
  if (at + length > bytes.length) throw broken();
  return length === 0 ? 0 : bytes.readUIntLE(at, length);
}

/** The size of what is unpacked, as a varint, and where the elements begin. */
function readSize(bytes: Buffer): { size: number; at: number } {
  let size = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = bytes[at] ?? 0;
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { size, at: at + 1 };
  }
  throw broken();
}

/** The length of a literal, which stands in its tag or in up to four bytes behind it. */
function readLiteral(bytes: Buffer, at: number, tag: number) {
  const code = tag >> 2;
  if (code < 60) return { length: code + 1, next: at };
  const width = code - 59;
  return { length: readNumber(bytes, at, width) + 1, next: at + width };
}

function readCopy(bytes: Buffer, at: number, tag: number) {
  if ((tag & 3) === 1) {
    const offset = ((tag >> 5) << 8) + readNumber(bytes, at, 1);
    return { length: ((tag >> 2) & 7) + 4, offset, next: at + 1 };
  }
  const width = (tag & 3) === 2 ? 2 : 4;
  return { length: (tag >> 2) + 1, offset: readNumber(bytes, at, width), next: at + width };
}

function unpack(bytes: Buffer): Buffer {
  let { size, at } = readSize(bytes);
  const output = Buffer.alloc(size);
  let end = 0;
  while (at < bytes.length) {
    const tag = readNumber(bytes, at, 1);
    if ((tag & 3) === 0) {
      const { length, next } = readLiteral(bytes, at + 1, tag);
      if (next + length > bytes.length || end + length > size) throw broken();
      bytes.copy(output, end, next, next + length);
      at = next + length;
      end += length;
    } else {
      const { length, offset, next } = readCopy(bytes, at + 1, tag);
      if (offset === 0 || offset > end || end + length > size) throw broken();
      // A copy may reach into what it writes, so byte by byte.
      for (let index = 0; index < length; index += 1, end += 1) {
        output[end] = output[end - offset] ?? 0;
      }
      at = next;
    }
  }
  if (end !== size) throw broken();
  return output;
}

/** Unpacks a block of Avro's codec `snappy`, behind which its CRC-32 stands. */
export function unpackSnappy(block: Buffer): Buffer {
  const output = unpack(block.subarray(0, block.length - 4));
  if (crc32(output) !== block.readUInt32BE(block.length - 4)) throw broken();
  return output;
}

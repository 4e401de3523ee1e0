import { crc32, deflateRawSync } from 'node:zlib';

/** Avro's binary encoding of a whole number. */
export function long(value: number | bigint): Buffer {
  const number = BigInt(value);
  let rest = BigInt.asUintN(64, (number << 1n) ^ (number >> 63n));
  const bytes: number[] = [];
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export function bytes(value: string | Buffer): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([long(content.length), content]);
}

export function double(value: number): Buffer {
  const encoded = Buffer.alloc(8);
  encoded.writeDoubleLE(value);
  return encoded;
}

/** An array's or map's items, in one block. */
export const block = (items: readonly Buffer[]) =>
  items.length === 0 ? long(0) : Buffer.concat([long(items.length), ...items, long(0)]);

/** Snappy's form of bytes: one literal, and where they end in a run, a copy that overlaps itself. */
function packSnappy(content: Buffer): Buffer {
  const run = content.length > 8 && content.subarray(-5).every((byte) => byte === content.at(-1));
  const literal = run ? content.subarray(0, -4) : content;
  const size: number[] = [];
  for (let rest = content.length; ; rest >>= 7) {
    size.push((rest & 127) | (rest > 127 ? 128 : 0));
    if (rest <= 127) break;
  }
  const tag = Buffer.alloc(3, 61 << 2);
  tag.writeUInt16LE(literal.length - 1, 1);
  const copy = run ? [Buffer.from([((4 - 4) << 2) | 1, 1])] : [];
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([Buffer.from(size), tag, literal, ...copy, sum]);
}

const packers = {
  null: (content: Buffer) => content,
  deflate: (content: Buffer) => deflateRawSync(content),
  snappy: packSnappy,
};

/** An Avro file of records that are encoded already, a block for each of the lists. */
export function writeAvro(
  schema: object,
  blocks: readonly (readonly Buffer[])[],
  codec: keyof typeof packers = 'null',
): Buffer {
  const sync = Buffer.alloc(16, 7);
  const metadata = block([
    Buffer.concat([bytes('avro.schema'), bytes(JSON.stringify(schema))]),
    Buffer.concat([bytes('avro.codec'), bytes(codec)]),
  ]);
  const written = blocks.map((records) => {
    const content = packers[codec](Buffer.concat(records));
    return Buffer.concat([long(records.length), long(content.length), content, sync]);
  });
  return Buffer.concat([Buffer.from('Obj\x01', 'latin1'), metadata, sync, ...written]);
}

import { promisify } from 'node:util';
import { crc32, deflateRaw, type InflateRaw, inflateRaw } from 'node:zlib';
import type { Codec } from '../../domain/backup/manifest.ts';
import { packSnappy } from './snappy/pack-snappy.ts';
import { unpackSnappy } from './snappy/unpack-snappy.ts';

/** How a block's rows are packed (specification 1.12, "Required Codecs" and "snappy"). */
export interface BlockCodec {
  pack(rows: Uint8Array): Promise<Uint8Array>;
  /** Into bytes of their own. Refuses damage, and what would unpack to more than `mostBytes`, by a plain `Error`. */
  unpack(packed: Uint8Array, mostBytes: number): Promise<Uint8Array>;
}

const checksumBytes = 4;
/** Rows are seldom packed to less than this part of them. */
const usualRatio = 4;
const deflate = promisify(deflateRaw);

/**
 * Room for all of the output at once: whenever a piece is full, 16 KB by default, zlib waits until the
 * main thread, which is busy with rows, makes another, and packing takes half as long again. Level 5
 * takes two thirds of the time of level 6 for files that are 0.5 % larger.
 */
function deflateBlock(rows: Uint8Array): Promise<Uint8Array> {
  const chunkSize = rows.length + (rows.length >> 10) + 64;
  return deflate(rows, { chunkSize, level: 5, memLevel: 9 });
}

function inflate(packed: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // In most files a block is unpacked in one piece; a piece has at least 64 bytes.
    const chunkSize = Math.max(64, Math.min(usualRatio * packed.length, mostBytes));
    const options = { chunkSize, maxOutputLength: Math.max(1, mostBytes), info: true };
    inflateRaw(packed, options, (error, result) => {
      if (error !== null) return reject(error);
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: InflateRaw };
      // Python's avro leaves up to three bytes of zlib's checksum behind the data.
      if (packed.length - engine.bytesWritten > 3) {
        return reject(new Error('its data go on behind their end'));
      }
      return resolve(buffer);
    });
  });
}

function packWithChecksum(rows: Uint8Array): Uint8Array {
  const packed = packSnappy(rows);
  const block = Buffer.alloc(packed.length + checksumBytes);
  block.set(packed);
  block.writeUInt32BE(crc32(rows), packed.length);
  return block;
}

function unpackWithChecksum(packed: Uint8Array, mostBytes: number): Uint8Array {
  if (packed.length < checksumBytes) throw new Error('it is too short for its checksum');
  const end = packed.length - checksumBytes;
  const rows = unpackSnappy(packed.subarray(0, end), mostBytes);
  const checksum = new DataView(packed.buffer, packed.byteOffset + end).getUint32(0);
  if (crc32(rows) !== checksum) throw new Error('its checksum is wrong');
  return rows;
}

const blockCodecs: Readonly<Record<Codec, BlockCodec>> = {
  null: { pack: async (rows) => rows, unpack: async (packed) => new Uint8Array(packed) },
  deflate: { pack: deflateBlock, unpack: inflate },
  snappy: {
    pack: async (rows) => packWithChecksum(rows),
    unpack: async (packed, mostBytes) => unpackWithChecksum(packed, mostBytes),
  },
};

/** How the blocks of a file with this codec are packed and unpacked. */
export const blockCodec = (codec: Codec): BlockCodec => blockCodecs[codec];

import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { Codec } from '../../domain/backup/manifest.ts';
import { AvroBuffer } from './avro-buffer.ts';
import { blockCodec } from './codec.ts';
import { containerMagic, mostBlockBytes, syncBytes } from './container.ts';
import type { RowBlock } from './gather-blocks.ts';
import { inOrder } from './in-order.ts';
import { releaseBytes } from './release-bytes.ts';

/** As many blocks as libuv's pool has threads by default, but not when they are of large rows. */
const packedAtOnce = { items: 4, bytes: 4 * 1024 * 1024 };
const encoder = new TextEncoder();

export interface ContainerHeader {
  readonly schema: object;
  readonly codec: Codec;
  /** The file's own 16 random bytes; others are made where there are none. */
  readonly sync?: Uint8Array;
  /** More of the header's metadata; names that begin with `avro.` are the specification's. */
  readonly metadata?: Readonly<Record<string, string>>;
}

function appendText(into: AvroBuffer, text: string): void {
  const bytes = encoder.encode(text);
  into.appendBytes(bytes, 0, bytes.length);
}

function writeHeader(header: ContainerHeader, sync: Uint8Array): Uint8Array {
  const entries = Object.entries({
    ...header.metadata,
    'avro.schema': JSON.stringify(header.schema),
    'avro.codec': header.codec,
  });
  const into = new AvroBuffer();
  into.appendRaw(containerMagic);
  into.appendLong(entries.length);
  for (const [name, value] of entries) {
    appendText(into, name);
    appendText(into, value);
  }
  into.appendLong(0);
  into.appendRaw(sync);
  return into.written();
}

function writeSizes(count: number, size: number): Uint8Array {
  const into = new AvroBuffer(32);
  into.appendLong(count);
  into.appendLong(size);
  return into.written();
}

/** What fills little of its buffer goes into one of its own, because it waits to be sent. */
function fitBuffer(packed: Uint8Array): Uint8Array {
  if (2 * packed.length > packed.buffer.byteLength) return packed;
  const fitting = new Uint8Array(packed);
  releaseBytes(packed);
  return fitting;
}

/**
 * An object container file (specification 1.12, "Object Container Files"), piece by piece as it is
 * read; several blocks are packed at the same time. A row beyond what a block may hold is
 * `unsupported`.
 */
export async function* writeContainer(
  header: ContainerHeader,
  blocks: AsyncIterable<RowBlock>,
): AsyncGenerator<Uint8Array> {
  const { pack } = blockCodec(header.codec);
  const sync = header.sync ?? randomBytes(syncBytes);
  yield writeHeader(header, sync);
  const packBlock = async ({ count, bytes }: RowBlock): Promise<RowBlock> => {
    if (bytes.length > mostBlockBytes) {
      throw new AppError(
        'unsupported',
        `A row has ${bytes.length} bytes; a block of an Avro file is not read beyond ${mostBlockBytes}. Leave the table out.`,
      );
    }
    const packed = await pack(bytes);
    if (packed.buffer !== bytes.buffer) releaseBytes(bytes);
    return { count, bytes: fitBuffer(packed) };
  };
  for await (const { count, bytes } of inOrder(blocks, packBlock, packedAtOnce)) {
    yield writeSizes(count, bytes.length);
    yield bytes;
    yield sync;
  }
}

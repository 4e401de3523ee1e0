import { AppError } from '../../domain/app-error.ts';
import { type Codec, codecs } from '../../domain/backup/manifest.ts';
import { ChunkReader } from './chunk-reader.ts';
import { blockCodec } from './codec.ts';
import { containerMagic, mostBlockBytes, syncBytes } from './container.ts';
import type { RowBlock } from './gather-blocks.ts';
import { inOrder } from './in-order.ts';
import { parseSchema, type WriterSchema } from './parse-schema.ts';
import { releaseBytes } from './release-bytes.ts';

const mostHeaderBytes = 16 * 1024 * 1024;
const mostEntries = 10_000;
const unpackedAtOnce = { items: 4, bytes: 4 * 1024 * 1024 };
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A block's rows, unpacked. Whoever takes one owns its bytes. */
export interface ReadBlock extends RowBlock {
  /** The byte of the file at which the block begins. */
  readonly offset: number;
}

export interface Container {
  readonly schema: WriterSchema;
  readonly codec: Codec;
  /** Whatever else the header says, as text. */
  readonly metadata: Readonly<Record<string, string>>;
  /** All blocks in their order, once. Ending early closes the file. */
  blocks(): AsyncGenerator<ReadBlock>;
  /** Lets go of the file where its blocks are not wanted after all. */
  close(): Promise<void>;
}

const isEqual = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function decodeText(file: ChunkReader, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw file.damage('its header has text that is not UTF-8', error);
  }
}

/** A map comes in blocks of entries; before a negative number's block stands its size in bytes. */
async function readMetadata(file: ChunkReader): Promise<Map<string, string>> {
  const metadata = new Map<string, string>();
  for (;;) {
    const count = await file.takeLong();
    if (count === 0) return metadata;
    if (count < 0) await file.takeLong();
    if (Math.abs(count) + metadata.size > mostEntries) {
      throw file.damage(`its header has more than ${mostEntries} entries`);
    }
    for (let entry = 0; entry < Math.abs(count); entry++) {
      const name = decodeText(file, await file.takeBytes(mostHeaderBytes));
      metadata.set(name, decodeText(file, await file.takeBytes(mostHeaderBytes)));
    }
  }
}

function readCodec(file: ChunkReader, name: string): Codec {
  const codec = codecs.find((known) => known === name);
  if (codec !== undefined) return codec;
  throw new AppError(
    'unsupported',
    `${file.name} is packed by the codec "${name}"; those that can be read are ${codecs.join(', ')}. Write it again with one of these.`,
  );
}

async function* readPacked(file: ChunkReader, sync: Uint8Array): AsyncGenerator<ReadBlock> {
  try {
    while (!(await file.isAtEnd())) {
      const { offset } = file;
      const count = await file.takeLong();
      if (count < 0) throw file.damage(`the block at byte ${offset} has a negative number of rows`);
      const bytes = await file.takeBytes(mostBlockBytes);
      if (!isEqual(await file.take(syncBytes), sync)) {
        throw file.damage(`the block at byte ${offset} is not followed by the file's marker`);
      }
      yield { offset, count, bytes };
    }
  } finally {
    await file.close();
  }
}

function unpackBlocks(file: ChunkReader, codec: Codec, sync: Uint8Array) {
  const { unpack } = blockCodec(codec);
  const unpackBlock = async ({ offset, count, bytes: packed }: ReadBlock): Promise<ReadBlock> => {
    const bytes = await unpack(packed, mostBlockBytes).catch((error: Error) => {
      throw file.damage(`the block at byte ${offset} can't be unpacked (${error.message})`, error);
    });
    if (count > bytes.length) {
      throw file.damage(`the block at byte ${offset} is too short for ${count} rows`);
    }
    // Where it did not come in one piece with others, it is a copy.
    if (packed.length === packed.buffer.byteLength) releaseBytes(packed);
    return { offset, count, bytes };
  };
  return inOrder(readPacked(file, sync), unpackBlock, unpackedAtOnce);
}

async function readHeader(file: ChunkReader): Promise<Container> {
  if (!isEqual(await file.take(containerMagic.length), containerMagic)) {
    throw file.damage('it does not begin as an Avro file does');
  }
  const {
    'avro.schema': schema,
    'avro.codec': codecName = 'null',
    ...metadata
  } = Object.fromEntries(await readMetadata(file));
  if (schema === undefined) throw file.damage('its header has no schema');
  const sync = await file.take(syncBytes);
  const codec = readCodec(file, codecName);
  return {
    schema: parseSchema(file.name, schema),
    codec,
    metadata,
    blocks: () => unpackBlocks(file, codec, sync),
    close: () => file.close(),
  };
}

/**
 * Opens an object container file that arrives in pieces; several blocks are unpacked ahead. `name`
 * is the file's in messages. Damage is an `invalid-object` that says where: what is no Avro file,
 * ends too early, has a wrong marker, number or size, or can't be unpacked. What the format can't
 * tell is a file that was cut exactly between two blocks, so a manifest's counts and hashes are
 * compared as well.
 */
export async function readContainer(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Container> {
  const file = new ChunkReader(name, chunks);
  try {
    return await readHeader(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

import { promisify } from 'node:util';
import { inflateRaw, zstdDecompress } from 'node:zlib';
import { invalid, notSupported } from '../../api-error.ts';
import { ByteCursor } from './byte-cursor.ts';
import { unpackSnappy } from './unpack-snappy.ts';

type Unpack = (block: Buffer) => Buffer | Promise<Buffer>;

const codecs: Readonly<Record<string, Unpack>> = {
  null: (block) => block,
  deflate: promisify<Buffer, Buffer>(inflateRaw),
  snappy: unpackSnappy,
  zstandard: promisify<Buffer, Buffer>(zstdDecompress),
};

const magic = Buffer.from([0x4f, 0x62, 0x6a, 0x01]);
const syncBytes = 16;

/** A stream's bytes, so many at a time. */
function createByteSource(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  /** Holds so many bytes, or all that are left. */
  async function fill(length: number) {
    const parts = [held];
    let size = held.length;
    while (size < length) {
      const { done, value } = await chunks.next();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
    held = parts.length === 1 ? held : Buffer.concat(parts);
  }

  async function take(length: number): Promise<Buffer> {
    await fill(length);
    if (held.length < length) throw invalid('The Apache Avro file is broken off.');
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    return bytes;
  }

  async function long(): Promise<number> {
    const bytes: Buffer[] = [];
    do bytes.push(await take(1));
    while (((bytes.at(-1)?.[0] ?? 0) & 0x80) !== 0);
    return new ByteCursor(Buffer.concat(bytes)).int();
  }

  return {
    take,
    long,
    isAtEnd: async () => {
      await fill(1);
      return held.length === 0;
    },
  };
}

type ByteSource = ReturnType<typeof createByteSource>;

async function readMetadata(source: ByteSource): Promise<Map<string, Buffer>> {
  const metadata = new Map<string, Buffer>();
  for (let count = await source.long(); count !== 0; count = await source.long()) {
    if (count < 0) await source.long();
    for (let left = Math.abs(count); left > 0; left -= 1) {
      const name = await source.take(await source.long());
      metadata.set(name.toString(), await source.take(await source.long()));
    }
  }
  return metadata;
}

/** An Avro object container file: its schema, and its blocks of records as they are read. */
export interface AvroFile {
  readonly schema: unknown;
  readonly blocks: AsyncIterable<{ readonly count: number; readonly records: ByteCursor }>;
}

async function* readBlocks(source: ByteSource, sync: Buffer, unpack: Unpack) {
  while (!(await source.isAtEnd())) {
    const count = await source.long();
    const block = await source.take(await source.long());
    const mark = await source.take(syncBytes);
    if (!mark.equals(sync))
      throw invalid('The Apache Avro file is damaged: a block ends elsewhere.');
    const bytes = await Promise.resolve(unpack(block)).catch((cause: unknown) => {
      throw invalid(`A block of the Apache Avro file can't be unpacked: ${cause}`);
    });
    yield { count, records: new ByteCursor(bytes) };
  }
}

/** Reads the head of a file. Throws `invalid` for what is no Avro file. */
export async function readContainer(stream: AsyncIterable<Buffer>): Promise<AvroFile> {
  const source = createByteSource(stream);
  const start = (await source.isAtEnd()) ? Buffer.alloc(0) : await source.take(magic.length);
  if (!start.equals(magic)) {
    throw invalid('The Apache Avro library failed to parse the header: this is no Avro file.');
  }
  const metadata = await readMetadata(source);
  const sync = await source.take(syncBytes);
  const codec = metadata.get('avro.codec')?.toString() ?? 'null';
  const unpack = Object.hasOwn(codecs, codec) ? codecs[codec] : undefined;
  if (unpack === undefined) throw notSupported(`Avro files of codec ${codec}`);
  const schema = JSON.parse(metadata.get('avro.schema')?.toString() ?? 'null');
  return { schema, blocks: readBlocks(source, sync, unpack) };
}

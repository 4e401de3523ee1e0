import { once } from 'node:events';
import avro from 'avsc';
import { contentHash } from '../../shared/src/adapters/avro/content-hash.ts';
import { planColumns } from '../../shared/src/adapters/avro/plan-columns.ts';
import { readContainer } from '../../shared/src/adapters/avro/read-container.ts';
import { rowDecoder } from '../../shared/src/adapters/avro/row-decoder.ts';
import type { WireRows } from '../../shared/src/domain/backup/wire-rows.ts';
import type { Contract } from '../../shared/src/domain/contract.ts';
import { RowBuffer } from '../../shared/src/domain/packing/row-buffer.ts';

export type WireCell = string | Buffer | null;

function wireCell(cell: WireCell): Buffer {
  if (cell === null) return Buffer.from([0xfb]);
  const content = Buffer.from(cell as string);
  const size = Buffer.alloc(9);
  size.writeUInt32LE(content.length, 1);
  if (content.length < 0xfb) return Buffer.concat([Buffer.from([content.length]), content]);
  const [mark, width] = content.length < 2 ** 16 ? [0xfc, 2] : [0xfd, 3];
  size[0] = mark;
  return Buffer.concat([size.subarray(0, 1 + width), content]);
}

/** Rows as MySQL's text protocol sends them. */
export function wireRows(rows: readonly (readonly WireCell[])[]): WireRows {
  const parts = rows.map((row) => Buffer.concat(row.map((cell) => wireCell(cell))));
  const starts = new Uint32Array(parts.length);
  for (let row = 1; row < parts.length; row++) {
    starts[row] = (starts[row - 1] ?? 0) + (parts[row - 1]?.length ?? 0);
  }
  return { bytes: Buffer.concat(parts), starts, count: rows.length };
}

export async function* inOne<Item>(...items: Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** A file in pieces of so many bytes. */
export async function* inPieces(file: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

export async function collectBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

export interface RestoredFile {
  readonly rows: (string | null)[][];
  readonly loadedAs: readonly string[];
  readonly filled: readonly string[];
  readonly hash: string;
}

const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', 0: '\0' };

/** The texts of rows that LOAD DATA would take. */
export function readLoaded(loaded: Uint8Array): (string | null)[][] {
  const lines = Buffer.from(loaded).toString().split('\n').slice(0, -1);
  return lines.map((line) =>
    line
      .split('\t')
      .map((cell) =>
        cell === '\\N'
          ? null
          : cell.replace(/\\(.)/gs, (_, next: string) => unescaped[next] ?? next),
      ),
  );
}

/** Reads a file into a table as a restore does, whole. */
export async function restoreFile(
  file: Uint8Array,
  contract: Contract,
  kind: 'ordered-sha256' | 'multiset-sha256' = 'ordered-sha256',
): Promise<RestoredFile> {
  const container = await readContainer('t.avro', inPieces(file, 100));
  const plan = planColumns('t.avro', container.schema, contract);
  const decoder = rowDecoder(plan);
  const hash = contentHash(kind);
  const into = new RowBuffer();
  for await (const block of container.blocks()) hash.add(decoder.decode(block, into));
  return {
    rows: readLoaded(into.written()),
    loadedAs: plan.columns.map(({ kind: loadedAs }) => loadedAs),
    filled: plan.filled,
    hash: hash.digest(),
  };
}

/** avsc with longs as big integers, so that it loses none. */
const exactLong = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => Number(a > b) - Number(a < b),
});

const isLong = (schema: unknown) =>
  schema === 'long' || (schema as { type?: unknown }).type === 'long';

/** The reference implementation's type of a schema, with longs as big integers. */
export const avscType = (schema: object) =>
  avro.Type.forSchema(schema as avro.Schema, {
    typeHook: (inner) => (isLong(inner) ? exactLong : undefined),
    wrapUnions: false,
  });

/** The records of a file as the reference implementation reads them. */
export async function readByAvsc(file: Uint8Array): Promise<Record<string, unknown>[]> {
  let schema = {};
  const encoded: Buffer[] = [];
  const decoder = new avro.streams.BlockDecoder({ noDecode: true });
  decoder.on('metadata', (_type, _codec, header) => {
    schema = JSON.parse(header.meta['avro.schema'].toString());
  });
  decoder.on('data', (record) => encoded.push(record));
  const ended = once(decoder, 'end');
  decoder.end(file);
  await ended;
  const type = avscType(schema);
  return encoded.map((record) => type.fromBuffer(record));
}

/**
 * A file of records as the reference implementation writes it. By itself it writes a schema without
 * the logical types that it does not know.
 */
export function writeByAvsc(
  schema: object,
  records: readonly object[],
  codec: 'null' | 'deflate' = 'null',
): Promise<Buffer> {
  const type = Object.create(avscType(schema), { getSchema: { value: () => schema } });
  return new Promise((resolve, reject) => {
    const encoder = new avro.streams.BlockEncoder(type, { codec, writeHeader: 'always' } as object);
    const parts: Buffer[] = [];
    encoder.on('data', (part: Buffer) => parts.push(part));
    encoder.on('end', () => resolve(Buffer.concat(parts)));
    encoder.on('error', reject);
    for (const record of records) encoder.write(record);
    encoder.end();
  });
}

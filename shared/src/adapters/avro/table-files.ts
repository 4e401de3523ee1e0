import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { FileReading, FileWriting, TableFiles } from '../../domain/backup/table-files.ts';
import type { WireRows } from '../../domain/backup/wire-rows.ts';
import type { Contract } from '../../domain/contract.ts';
import { avroSchema } from './avro-schema.ts';
import { type ContentHash, contentHash } from './content-hash.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { findRowEnds } from './find-row-ends.ts';
import { gatherBlocks } from './gather-blocks.ts';
import { parseSchema } from './parse-schema.ts';
import { readContainer } from './read-container.ts';
import { rowEncoder } from './row-encoder.ts';
import { writeContainer } from './write-container.ts';

/** Counts and hashes rows that pass. */
class Tally {
  rows = 0;
  readonly #hash: ContentHash;

  constructor(hash: ContentHash) {
    this.#hash = hash;
  }

  add(rows: EncodedRows): void {
    this.rows += rows.count;
    this.#hash.add(rows);
  }

  totals() {
    return { rows: this.rows, contentHash: this.#hash.digest() };
  }
}

async function* encodeRows(
  contract: Contract,
  rows: AsyncIterable<WireRows>,
  tally: Tally,
): AsyncGenerator<EncodedRows> {
  const encoder = rowEncoder(contract);
  for await (const portion of rows) {
    const encoded = encoder.encode(portion);
    tally.add(encoded);
    yield encoded;
  }
}

function writeFile(
  contract: Contract,
  rows: AsyncIterable<WireRows>,
  header: Parameters<TableFiles['write']>[2],
): FileWriting {
  const schema = avroSchema(contract);
  const kind = contract.primaryKey.length > 0 ? 'ordered-sha256' : 'multiset-sha256';
  const tally = new Tally(contentHash(kind));
  const blocks = gatherBlocks(encodeRows(contract, rows, tally));
  return {
    schema,
    chunks: writeContainer({ ...header, schema }, blocks),
    totals: () => tally.totals(),
  };
}

type Chunks = AsyncIterable<Uint8Array>;

async function* measure(
  chunks: Chunks,
  measured: { bytes: number; readonly hash: Hash },
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    measured.bytes += chunk.length;
    measured.hash.update(chunk);
    yield chunk;
  }
}

type Wanted = Parameters<TableFiles['read']>[1];

async function readRows(name: string, { avro_schema, content_hash }: Wanted, chunks: Chunks) {
  const { schema, codec, metadata, blocks } = await readContainer(name, chunks);
  const wanted = parseSchema(name, JSON.stringify(avro_schema));
  if (JSON.stringify(schema) !== JSON.stringify(wanted)) {
    const message = `The columns of ${name} are not those of which its set's manifest speaks.`;
    throw new AppError('invalid-object', message);
  }
  const isOrdered = content_hash.startsWith('ordered-');
  const tally = new Tally(contentHash(isOrdered ? 'ordered-sha256' : 'multiset-sha256'));
  const findEnds = findRowEnds(name, schema);
  for await (const block of blocks()) tally.add({ ...block, ends: findEnds(block) });
  return { codec, metadata, ...tally.totals() };
}

async function readFile(name: string, wanted: Wanted, chunks: Chunks): Promise<FileReading> {
  const measured = { bytes: 0, hash: createHash('sha256') };
  const source = measure(chunks, measured);
  try {
    const reading = await readRows(name, wanted, source);
    return { ...reading, bytes: measured.bytes, sha256: measured.hash.digest('hex') };
  } finally {
    // Lets go of the object also where its header was enough to refuse it.
    await source.return();
  }
}

/** Tables as Avro's object container files. */
export const avroTableFiles: TableFiles = { write: writeFile, read: readFile };

import type { FileReading, FileWriting, TableFiles } from '../../domain/backup/table-files.ts';
import type { WireRows } from '../../domain/backup/wire-rows.ts';
import type { Contract } from '../../domain/contract.ts';
import { avroSchema } from './avro-schema.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { findRowEnds } from './find-row-ends.ts';
import { gatherBlocks } from './gather-blocks.ts';
import { measureChunks } from './measure-chunks.ts';
import { readContainer } from './read-container.ts';
import { releaseBytes } from './release-bytes.ts';
import { requireSchema } from './require-schema.ts';
import { rowEncoder } from './row-encoder.ts';
import { kindOf, startTally, type Tally } from './tally.ts';
import { writeContainer } from './write-container.ts';

async function* encodeRows(
  contract: Contract,
  rows: AsyncIterable<WireRows>,
  tally: Tally,
): AsyncGenerator<EncodedRows> {
  const encoder = rowEncoder(contract);
  for await (const portion of rows) {
    const encoded = encoder.encode(portion);
    releaseBytes(portion.bytes);
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
  const tally = startTally(contract.primaryKey.length > 0 ? 'ordered-sha256' : 'multiset-sha256');
  const blocks = gatherBlocks(encodeRows(contract, rows, tally));
  return {
    schema,
    chunks: writeContainer({ ...header, schema }, blocks),
    totals: () => tally.totals(),
  };
}

type Chunks = AsyncIterable<Uint8Array>;
type Wanted = Parameters<TableFiles['read']>[1];

async function readRows(name: string, { avro_schema, content_hash }: Wanted, chunks: Chunks) {
  const { schema, codec, metadata, blocks } = await readContainer(name, chunks);
  requireSchema(name, schema, avro_schema);
  const tally = startTally(kindOf(content_hash));
  const findEnds = findRowEnds(name, schema);
  for await (const block of blocks()) {
    tally.add({ ...block, ends: findEnds(block) });
    releaseBytes(block.bytes);
  }
  return { codec, metadata, ...tally.totals() };
}

async function readFile(name: string, wanted: Wanted, source: Chunks): Promise<FileReading> {
  const { chunks, measures } = measureChunks(source);
  try {
    return { ...(await readRows(name, wanted, chunks)), ...measures() };
  } finally {
    // Lets go of the object also where its header was enough to refuse it.
    await chunks.return();
  }
}

/** Tables as Avro's object container files. */
export const avroTableFiles: TableFiles = { write: writeFile, read: readFile };

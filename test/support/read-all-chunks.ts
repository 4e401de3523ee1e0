import { planWithoutHeader } from '../../shared/src/domain/column-plan.ts';
import type { Contract } from '../../shared/src/domain/contract.ts';
import { type Piece, pieceOf } from '../../shared/src/domain/csv/piece.ts';
import type { Chunk, Entry } from '../../shared/src/domain/ingest/entry.ts';
import { allEntries } from '../../shared/src/domain/ingest/merge-entries.ts';
import { planPacking } from '../../shared/src/domain/ingest/packing-plan.ts';
import { type ChunkOptions, readChunks } from '../../shared/src/domain/ingest/read-chunks.ts';
import { compileRecordCheck } from '../../shared/src/domain/record-check.ts';
import { hiredEmployees, someRules } from './columns.ts';
import { commaDialect } from './read-records.ts';

/** How a file without a header is read for a table. `entry` is what tables.yaml says of it. */
export function readingInto(contract: Contract, entry: object = {}): ChunkOptions {
  const columns = planWithoutHeader(contract);
  const rules = someRules(entry);
  const now = new Date('2024-01-01T00:00:00Z');
  const entryRules = { contract, targets: columns.targets, conflict: 'reject' } as const;
  return {
    dialect: commaDialect,
    encoding: 'utf-8',
    columns,
    check: compileRecordCheck(columns, rules, now),
    packing: planPacking(entryRules, columns, rules, { encoding: 'utf-8', now }),
    from: { offset: 0, line: 1 },
    maxRecordBytes: 65_536,
    chunkRows: 1000,
    chunkBytes: 4 * 1024 * 1024,
  };
}

/** How a file of hires without a header is read. */
export const readingHires = readingInto(hiredEmployees);

async function* arrive(texts: Iterable<string>): AsyncGenerator<Piece> {
  for (const text of texts) yield pieceOf(text);
}

/** The chunks of a text that arrives in pieces. */
export async function readAllChunks(
  texts: Iterable<string>,
  overrides: Partial<ChunkOptions> = {},
): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of readChunks(arrive(texts), { ...readingHires, ...overrides })) {
    chunks.push(chunk);
  }
  return chunks;
}

/** A chunk as values that can be compared. */
export function describeChunk(chunk: Chunk) {
  const { packed, entries, ...rest } = chunk;
  return {
    ...rest,
    bytes: Buffer.concat(packed.bytesWithout([])).toString('utf8'),
    keys: [...packed.keys],
    references: [...packed.references.values()].map((numbers) => [...numbers]),
    packed: Array.from({ length: packed.count }, (_, at): Entry => packed.entryAt(at)),
    entries,
    all: allEntries(chunk),
  };
}

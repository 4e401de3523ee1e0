import { planWithoutHeader } from '../../shared/src/domain/column-plan.ts';
import type { Chunk } from '../../shared/src/domain/ingest/entry.ts';
import { type ChunkOptions, readChunks } from '../../shared/src/domain/ingest/read-chunks.ts';
import { compileRecordCheck } from '../../shared/src/domain/record-check.ts';
import { hiredEmployees, someRules } from './columns.ts';
import { commaDialect } from './read-records.ts';

const columns = planWithoutHeader(hiredEmployees);

/** How a file of hires without a header is read. */
export const readingHires: ChunkOptions = {
  dialect: commaDialect,
  encoding: 'utf-8',
  columns,
  check: compileRecordCheck(columns, someRules(), new Date('2024-01-01T00:00:00Z')),
  from: { offset: 0, line: 1 },
  maxRecordBytes: 65_536,
  chunkRows: 1000,
  chunkBytes: 4 * 1024 * 1024,
};

/** The chunks of a text that arrives in pieces. */
export async function readAllChunks(
  pieces: Iterable<string>,
  overrides: Partial<ChunkOptions> = {},
): Promise<Chunk[]> {
  async function* arrive() {
    yield* pieces;
  }
  const chunks: Chunk[] = [];
  for await (const chunk of readChunks(arrive(), { ...readingHires, ...overrides })) {
    chunks.push(chunk);
  }
  return chunks;
}

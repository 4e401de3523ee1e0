import type { Contract } from '../../domain/contract.ts';
import { RowBuffer } from '../../domain/packing/row-buffer.ts';
import type { FilePlan, RestorableFiles } from '../../domain/restore/restorable-files.ts';
import { measureChunks } from './measure-chunks.ts';
import { type ColumnPlan, planColumns } from './plan-columns.ts';
import { readContainer } from './read-container.ts';
import { releaseBytes } from './release-bytes.ts';
import { requireSchema } from './require-schema.ts';
import { rowDecoder } from './row-decoder.ts';
import { rowEncoder } from './row-encoder.ts';
import { kindOf, startTally } from './tally.ts';

type Wanted = Parameters<RestorableFiles['open']>[2];

interface File {
  readonly name: string;
  readonly read: () => AsyncIterable<Uint8Array>;
  readonly wanted: Wanted;
}

/** A file that no manifest speaks of has no hash to be compared with; either kind will do. */
const kindFor = (wanted: Wanted) => kindOf(wanted?.content_hash ?? 'ordered-');

async function* readRows(
  { name, read, wanted }: File,
  plan: ColumnPlan,
  check: Parameters<FilePlan['rows']>[0],
) {
  const { chunks, measures } = measureChunks(read());
  const { codec, metadata, blocks } = await readContainer(name, chunks);
  const decoder = rowDecoder(plan);
  const tally = startTally(kindFor(wanted));
  for await (const block of blocks()) {
    const into = new RowBuffer(2 * block.bytes.length);
    tally.add(decoder.decode(block, into));
    releaseBytes(block.bytes);
    yield { bytes: into.written(), count: block.count };
  }
  check({ codec, metadata, ...tally.totals(), ...measures() });
}

async function readHeader({ name, read, wanted }: File) {
  const container = await readContainer(name, read());
  await container.close();
  if (wanted !== undefined) requireSchema(name, container.schema, wanted.avro_schema);
  return { schema: container.schema, origin: container.metadata['cutover.table'] };
}

/** Avro's object container files as a restore reads them: of this suite, and of other systems. */
export const avroRestorableFiles: RestorableFiles = {
  async open(name, read, wanted) {
    const file = { name, read, wanted };
    const { schema, origin } = await readHeader(file);
    return {
      table: origin ?? schema.table,
      isOwn: origin !== undefined,
      plan(contract: Contract) {
        const plan = planColumns(name, schema, contract);
        const { columns, filled } = plan;
        return { columns, filled, rows: (check) => readRows(file, plan, check) };
      },
    };
  },
  async total(contract, rows, content_hash) {
    const tally = startTally(kindOf(content_hash));
    const encoder = rowEncoder(contract);
    for await (const portion of rows) {
      const encoded = encoder.encode(portion);
      releaseBytes(portion.bytes);
      tally.add(encoded);
      releaseBytes(encoded.bytes);
    }
    return tally.totals();
  },
};

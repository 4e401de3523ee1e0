import { AppError } from '../app-error.ts';
import { decodeCell } from '../csv/decode-cell.ts';
import type { Piece } from '../csv/piece.ts';
import { createRecordReader, type RawRecord } from '../csv/record-reader.ts';
import { planColumns } from '../header.ts';
import { rulesOf } from '../table-rules.ts';
import { type DropOptions, readDropOptions } from './drop-options.ts';
import { kindRules } from './kind-rules.ts';
import type { Checkpoint, LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { readDropName } from './object-name.ts';
import type { OpenDrop } from './ports.ts';
import { readTableNames } from './table-names.ts';

const sampleBytes = 64 * 1024;

/** The text's beginning: whole lines where it goes on behind them. */
async function readSample(pieces: AsyncIterable<Piece>): Promise<string> {
  let sample = '';
  for await (const piece of pieces) {
    sample += piece.text(0, piece.bytes.length);
    if (sample.length >= sampleBytes) {
      const lineEnd = Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r'));
      return lineEnd === -1 ? sample : sample.slice(0, lineEnd + 1);
    }
  }
  return sample;
}

function firstRecord(sample: string, dialect: LoadPlan['dialect']): RawRecord | undefined {
  const records: RawRecord[] = [];
  const limit = { maxRecordBytes: sampleBytes, offset: 0, line: 1 };
  const reader = createRecordReader({ dialect, ...limit });
  reader.push(sample, (record) => records.push(record));
  reader.end((record) => records.push(record));
  return records.find(({ blank }) => !blank);
}

function refuseEmpty(name: string): never {
  throw new AppError('invalid-object', `${name} holds no records: it is empty or blank.`);
}

interface Looked {
  readonly plan: LoadPlan;
  readonly checkpoint: Checkpoint;
}

/** Looks at the source's beginning and settles how it is read. The table must exist. */
async function lookAt(
  ports: LoadPorts,
  source: LoadSource,
  opened: OpenDrop,
  target: { readonly table: string; readonly isRepair: boolean; readonly options: DropOptions },
): Promise<Looked> {
  const { table, isRepair, options } = target;
  const contract = await ports.tables.describe(table);
  const rules = kindRules(source.kind, rulesOf(await ports.tablesConfig(), contract), contract);
  const encoding = options.encoding ?? 'utf-8';
  const sample = await readSample(opened.pieces);
  const dialect = ports.sniffDialect(sample, contract.columns.length, options.delimiter);
  const record = firstRecord(sample, dialect) ?? refuseEmpty(source.name);
  const cells = record.cells.map((cell) => decodeCell(cell, encoding).text);
  const decision = planColumns(
    cells,
    contract,
    rules,
    options.header ? { header: options.header } : {},
  );
  const isHeader = decision.kind === 'header';
  const { width, fileColumns, fileCells } = decision.plan;
  const start = { offset: opened.startOffset, line: 1 };
  return {
    checkpoint: isHeader
      ? { offset: opened.startOffset + record.endOffset, line: record.endLine }
      : start,
    plan: {
      kind: source.kind,
      table,
      isRepair,
      mode: options.mode ?? rules.mode,
      dryRun: options.dry_run ?? false,
      conflict: options.conflict ?? rules.conflict,
      maxRejects: options.max_rejects ?? rules.max_rejects ?? null,
      maxRejectRatio: options.max_reject_ratio ?? rules.max_reject_ratio ?? null,
      dialect,
      encoding,
      header: isHeader ? cells : null,
      columns: { width, fileColumns, fileCells },
      entity: options.entity ?? ports.defaultEntity,
      seekable: opened.seekable,
    },
  };
}

/**
 * Settles what a source is: table, dialect, header, modes, and where its records begin. Throws
 * `unknown-table`, `invalid-object` with a sentence for the person who dropped it, or what keeps
 * the source from being read.
 */
export async function planLoad(ports: LoadPorts, source: LoadSource): Promise<Looked> {
  const options = readDropOptions(source.metadata);
  const name = readDropName(source.name, await readTableNames(ports), options.table);
  const opened = await ports.drops.open(source, 0, false);
  return lookAt(ports, source, opened, { ...name, options });
}

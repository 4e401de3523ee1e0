import { Readable } from 'node:stream';
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { Column } from '../../domain/contract.ts';
import type { Row } from '../../domain/ingest/ports.ts';
import { RowBuffer } from '../../domain/packing/row-buffer.ts';
import { writeExpression } from './column-expressions.ts';
import { inBatches } from './lookups.ts';
import { quoteIdentifier } from './quote-identifier.ts';

/** Rows are encoded in such portions, the next one while the server works on the one before. */
const portionRows = 2000;
/** A packet is far below what a server takes in one (max_allowed_packet). */
const packetBytes = 1024 * 1024;

/** Rows of canonical texts in the bytes in which they are loaded. */
export function* encodeRows(rows: readonly Row[]): Generator<Uint8Array> {
  for (const portion of inBatches(rows, portionRows)) {
    const buffer = new RowBuffer();
    for (const row of portion) buffer.appendRow(row);
    yield buffer.written();
  }
}

function* inPackets(parts: Iterable<Uint8Array>): Generator<Buffer> {
  for (const part of parts) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    for (let from = 0; from < bytes.length; from += packetBytes) {
      yield bytes.subarray(from, from + packetBytes);
    }
  }
}

/** Columns whose canonical text is the value itself; the others go through a variable and an expression. */
function describeTargets(columns: readonly Column[]): { list: string; assignments: string } {
  const isPlain = (column: Column) => writeExpression(column) === '?';
  const list = columns.map((column, at) =>
    isPlain(column) ? quoteIdentifier(column.name) : `@v${at}`,
  );
  const assignments = columns.flatMap((column, at) =>
    isPlain(column)
      ? []
      : [`${quoteIdentifier(column.name)} = ${writeExpression(column).replace('?', `@v${at}`)}`],
  );
  return {
    list: list.join(', '),
    assignments: assignments.length > 0 ? ` SET ${assignments.join(', ')}` : '',
  };
}

/** The statement that streams rows into the table, as `RowBuffer` writes them. */
export function loadStatement(table: string, columns: readonly Column[]): string {
  const { list, assignments } = describeTargets(columns);
  return `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${quoteIdentifier(table)} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${list})${assignments}`;
}

/**
 * Streams `count` rows in by LOAD DATA LOCAL. It skips or alters what does not fit and only warns
 * (MySQL manual, "LOAD DATA Statement", effect of LOCAL), so true means: every row, unaltered.
 */
export async function loadRows(
  connection: PoolConnection,
  statement: string,
  rows: Iterable<Uint8Array>,
  count: number,
): Promise<boolean> {
  const [result] = await connection.query<ResultSetHeader>({
    sql: statement,
    infileStreamFactory: () => Readable.from(inPackets(rows)),
  });
  return result.affectedRows === count && result.warningStatus === 0;
}

import { Readable } from 'node:stream';
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { Column } from '../../domain/contract.ts';
import type { Row } from '../../domain/ingest/ports.ts';
import { writeExpression } from './column-expressions.ts';
import { quoteIdentifier } from './quote-identifier.ts';

const special = /[\\\t\n\r\0]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};
const packetCharacters = 256 * 1024;
const packetBytes = 1024 * 1024;

const escapeText = (text: string) =>
  special.test(text) ? text.replace(/[\\\t\n\r\0]/g, (found) => escapes[found] ?? found) : text;

function encodeRow(row: Row): string {
  let line = '';
  for (let at = 0; at < row.length; at++) {
    const value = row[at];
    if (at > 0) line += '\t';
    line += value === null || value === undefined ? '\\N' : escapeText(value);
  }
  return line;
}

/** The rows as packets, each far below what a server takes in one (max_allowed_packet). */
function* encodeRows(rows: readonly Row[]): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += `${encodeRow(row)}\n`;
    if (text.length < packetCharacters) continue;
    yield* inPackets(text);
    text = '';
  }
  yield* inPackets(text);
}

function* inPackets(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  for (let from = 0; from < bytes.length; from += packetBytes) {
    yield bytes.subarray(from, from + packetBytes);
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

/** The statement that streams rows of canonical texts into the table. */
export function loadStatement(table: string, columns: readonly Column[]): string {
  const { list, assignments } = describeTargets(columns);
  return `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${quoteIdentifier(table)} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${list})${assignments}`;
}

/**
 * Streams the rows in by LOAD DATA LOCAL. It skips or alters what does not fit and only warns
 * (MySQL manual, "LOAD DATA Statement", effect of LOCAL), so true means: every row, unaltered.
 */
export async function loadRows(
  connection: PoolConnection,
  statement: string,
  rows: readonly Row[],
): Promise<boolean> {
  const [result] = await connection.query<ResultSetHeader>({
    sql: statement,
    infileStreamFactory: () => Readable.from(encodeRows(rows)),
  });
  return result.affectedRows === rows.length && result.warningStatus === 0;
}

import { Readable } from 'node:stream';
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import type { Replacement, RowPortion } from '../../../domain/restore/ports.ts';
import { loadStatement } from '../load-rows.ts';

/** A packet is far below what a server takes in one (max_allowed_packet). */
const packetBytes = 1024 * 1024;
/** Made while the server works on others. */
const packetsAhead = 4;

async function* inPackets(
  portions: AsyncIterable<RowPortion>,
  book: (rows: number) => void,
): AsyncGenerator<Buffer> {
  for await (const { bytes, count } of portions) {
    book(count);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let from = 0; from < buffer.length; from += packetBytes) {
      yield buffer.subarray(from, from + packetBytes);
    }
  }
}

async function refuseRows(
  connection: PoolConnection,
  table: string,
  { given, added }: { given: number; added: number },
): Promise<never> {
  const [[warning]] = await connection.query<RowDataPacket[]>('SHOW WARNINGS LIMIT 1');
  const reason = warning === undefined ? '' : ` The database says: ${String(warning.Message)}.`;
  throw new AppError(
    'invalid-object',
    `The rows do not fit into ${table}: ${added} of ${given} could be added as they are.${reason}`,
  );
}

/**
 * Loads the rows into a table that has no rows and that nobody else knows, by one statement. What it
 * would skip or alter is refused (`invalid-object`). Returns how many rows there were.
 */
export async function fillTable(
  connection: PoolConnection,
  scratch: string,
  { table, columns, rows }: Replacement,
): Promise<number> {
  let given = 0;
  const book = (count: number) => {
    given += count;
  };
  const stream = Readable.from(inPackets(rows(), book), { highWaterMark: packetsAhead });
  try {
    const [result] = await connection.query<ResultSetHeader>({
      sql: loadStatement(scratch, columns),
      infileStreamFactory: () => stream,
    });
    const added = result.affectedRows;
    if (added !== given || result.warningStatus > 0) {
      await refuseRows(connection, table, { given, added });
    }
  } finally {
    stream.destroy();
  }
  return given;
}

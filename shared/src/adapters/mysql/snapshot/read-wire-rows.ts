import type { PoolConnection } from 'mysql2/promise';
import type { WireRows } from '../../../domain/backup/wire-rows.ts';
import { WirePortion } from './wire-portion.ts';

/** What mysql2 hands on of the wire: a packet's payload reaches from `offset` to before `end`. */
interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isEOF(): boolean;
}
type Step = (packet: Packet, connection: unknown) => unknown;

/** mysql2's command for a query: `row` is called with each packet after the columns', and answers the next step. */
interface QueryCommand {
  row: Step;
}

/** The connection under mysql2's promises, as far as rows are read from it. */
interface WireConnection {
  query(sql: string, done: (error: Error | null) => void): QueryCommand;
  pause(): void;
  resume(): void;
}

/** While so many portions wait to be taken, or rows of so many bytes, the connection is not read. */
const portionsAhead = 2;
const bytesAhead = 1024 * 1024;

interface Reading {
  readonly ready: WireRows[];
  /** Set when the server has said its last word; `isWhole` after the last row. */
  end?: { readonly error: Error | null };
  isWhole: boolean;
  wake(): void;
}

/**
 * Sends a SELECT and gathers what comes. mysql2 speaks the protocol; only its step for a row is
 * replaced, by one that keeps the packet's bytes instead of making an object of them.
 */
function startReading(wire: WireConnection, sql: string): Reading {
  const reading: Reading = { ready: [], isWhole: false, wake: () => {} };
  const portion = new WirePortion();
  const hand = () => {
    const rows = portion.take();
    if (rows !== null) reading.ready.push(rows);
    const bytes = reading.ready.reduce((sum, ready) => sum + ready.bytes.length, 0);
    if (reading.ready.length >= portionsAhead || bytes >= bytesAhead) wire.pause();
    reading.wake();
  };
  const command = wire.query(sql, (error) => {
    reading.end = { error };
    reading.wake();
  });
  const finishQuery = command.row;
  const takeRow: Step = (packet, connection) => {
    if (packet.isEOF()) {
      hand();
      reading.isWhole = true;
      return finishQuery.call(command, packet, connection);
    }
    if (!portion.append(packet.buffer, packet.offset, packet.end)) {
      hand();
      portion.append(packet.buffer, packet.offset, packet.end);
    }
    return takeRow;
  };
  command.row = takeRow;
  return reading;
}

/**
 * The rows of a SELECT as the server sends them. While nobody takes them the connection is not
 * read, so the server waits. Who stops early, or aborts `signal`, whose reason is then thrown,
 * leaves the connection in the middle of an answer: it is good for nothing but to be ended.
 */
export async function* readWireRows(
  connection: PoolConnection,
  sql: string,
  signal: AbortSignal,
): AsyncGenerator<WireRows, void, void> {
  const wire = connection.connection as unknown as WireConnection;
  const reading = startReading(wire, sql);
  const wakeUp = () => reading.wake();
  signal.addEventListener('abort', wakeUp);
  try {
    for (;;) {
      signal.throwIfAborted();
      const rows = reading.ready.shift();
      if (rows !== undefined) yield rows;
      else if (reading.end !== undefined) break;
      else {
        await new Promise<void>((resolve) => {
          reading.wake = resolve;
          wire.resume();
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', wakeUp);
  }
  wire.resume();
  if (reading.end.error !== null) throw reading.end.error;
  if (!reading.isWhole) throw new Error('mysql2 did not hand on the packets of the rows.');
}

import { AppError } from '../app-error.ts';

export interface TableSize {
  readonly table: string;
  /** Of its rows, as the database estimates. */
  readonly bytes: number;
}

export interface ReadingLimits {
  /** In which a set must be whole. */
  readonly seconds: number;
  /** By how many connections a set may be read. */
  readonly connections: number;
  /** What a connection reads and writes in a second. */
  readonly bytesPerSecond: number;
}

/** How a set's tables are read. */
export interface ReadingPlan {
  readonly connections: number;
  /** The largest first, so that none is left over that goes on alone for long. */
  readonly tables: readonly string[];
}

/** Of the time there is; sizes and speeds are rough. */
const plannedShare = 0.5;

const minutes = (seconds: number) => `${Math.ceil(seconds / 60)} minutes`;

function refuse(
  largest: TableSize | undefined,
  seconds: number,
  limits: ReadingLimits,
  isOneTable: boolean,
): AppError {
  const { connections } = limits;
  const by = connections === 1 ? 'by one connection' : `by ${connections} connections at once`;
  const longest = isOneTable ? `; the table ${largest?.table} alone decides that` : '';
  const message = `The set would take about ${minutes(seconds)} ${by}${longest}, and there are ${minutes(limits.seconds)}. Name fewer tables, and the others in a set of their own; let the caller wait longer (deadline_seconds, at most 3600); or let it be read faster (BACKUP_CONNECTIONS, BACKUP_MIB_PER_SECOND).`;
  return new AppError('conflict', message);
}

/**
 * How many connections are to read a set so that it is whole in half of the time there is: as few as
 * do, and one that is not known to be large gets one. Fails with `conflict`, and what to do, where
 * not even the most would do it in all of the time. A table is read by one connection.
 */
export function planReading(sizes: readonly TableSize[], limits: ReadingLimits): ReadingPlan {
  const tables = sizes.toSorted((a, b) => b.bytes - a.bytes);
  const [largest] = tables;
  const aloneSeconds = (largest?.bytes ?? 0) / limits.bytesPerSecond;
  const allSeconds = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / limits.bytesPerSecond;
  const most = Math.max(1, Math.min(limits.connections, sizes.length));
  const least = Math.max(aloneSeconds, allSeconds / most);
  if (least > limits.seconds) {
    throw refuse(largest, least, limits, aloneSeconds > limits.seconds);
  }
  const wanted = Math.ceil(allSeconds / (limits.seconds * plannedShare));
  return {
    connections: Math.min(most, Math.max(1, wanted)),
    tables: tables.map(({ table }) => table),
  };
}

import type { Contract } from '../contract.ts';
import type { WireRows } from './wire-rows.ts';

export interface SnapshotTable {
  readonly contract: Contract;
  /** What SHOW CREATE TABLE says; its AUTO_INCREMENT may be ahead of the rows. */
  readonly ddl: string;
}

/** The tables of a database as they were at one instant, whatever is written meanwhile. */
export interface Snapshot {
  readonly database: string;
  /** ISO 8601 in UTC with microseconds, by the server's clock: what was committed until then is in it. */
  readonly takenAt: string;
  readonly serverVersion: string;
  /**
   * Where the binary log stood at that very instant; null where the server can't tell, or where the
   * log moved on each time it was asked.
   */
  readonly binlog: { readonly file: string; readonly position: number } | null;
  /** In code-point order of their names. */
  readonly tables: readonly SnapshotTable[];
  /** So many of the tables can be read at the same time. */
  readonly connections: number;
  /**
   * The rows of one of the tables, with the columns that `storedColumns` names, in the order of its
   * primary key where it has one. Reads no further ahead than a few portions. Who stops before the
   * last row ends the snapshot.
   */
  rows(table: string): AsyncGenerator<WireRows, void, void>;
  /** Lets go of the instant; a second call does nothing. Rows that are being read fail. */
  close(): Promise<void>;
}

import type { Column } from '../contract.ts';

/**
 * Rows in the bytes that a `RowBuffer` writes, with how many they are. Whoever yields one does not
 * write into it again.
 */
export interface RowPortion {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** One table whose rows are replaced as a whole. */
export interface Replacement {
  readonly table: string;
  /**
   * Where its structure comes from: the table as it is (the default), another one that is there, or
   * what SHOW CREATE TABLE once said. A table that is there keeps its own; one that is not gets its
   * foreign keys from the DDL, and none from another table.
   */
  readonly structure?: { readonly like: string } | { readonly ddl: string };
  /** What the rows hold, in that order; the database fills the other columns. */
  readonly columns: readonly Column[];
  rows(): AsyncIterable<RowPortion>;
  /**
   * Throws where the rows in `scratch` are not what they should be. It is called once they are all
   * there, while the indexes are still being built: it reads without a snapshot.
   */
  check?(scratch: string): Promise<void>;
}

/** Who, why and from where: kept in the journal for whoever audits. */
export type About = Readonly<Record<string, string>>;

export interface ReplacedTable {
  readonly table: string;
  readonly rows: number;
}

export interface Replaced {
  /** By which it can be undone. */
  readonly id: string;
  readonly tables: readonly ReplacedTable[];
}

export type ReplacementKind = 'restore' | 'truncate' | 'undo' | 'rehearsal';

/** One time that tables' rows were replaced, or that it was tried. */
export interface ReplacementRecord {
  readonly id: string;
  readonly kind: ReplacementKind;
  readonly state: 'preparing' | 'swapping' | 'done' | 'failed';
  readonly tables: readonly string[];
  readonly about: About;
  /** The replacement that this one takes back. */
  readonly undoes: string | null;
  /** What became of the rows that were replaced: only those that are kept can be swapped back. */
  readonly replacedRows: 'none' | 'kept' | 'used' | 'dropped';
  readonly error: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/**
 * Replaces all rows of tables at once: readers see the old rows or the new ones, foreign keys hold
 * at every instant, and whatever kills the process, the next call finishes it or takes it back.
 * One replacement at a time works on a database; another one fails with `busy`.
 */
export interface TableReplacer {
  /** Fails with `conflict` where rows would be left whose foreign keys lead nowhere, and with nothing changed whenever it fails. */
  replace(replacements: readonly Replacement[], about: About): Promise<Replaced>;
  /** Does all of `replace` but the replacing, and leaves nothing behind but a line in the journal. */
  rehearse(replacements: readonly Replacement[], about: About): Promise<readonly ReplacedTable[]>;
  /**
   * Leaves the tables without rows, and with their numbering begun anew. `check` throws where the
   * tables, as they are then, are not to be emptied; nobody can write to them from before it until
   * they are. It is called again where others were in the way. `unsupported` are more tables with a
   * check than a server should have connections for.
   */
  empty(tables: readonly string[], about: About, check?: () => Promise<void>): Promise<Replaced>;
  /** Gives tables back the rows that a replacement took; this can be undone in its turn. */
  undo(id: string, about: About): Promise<Replaced>;
  /** Finishes or takes back what was cut off, and drops replaced rows that are kept long enough. */
  recover(): Promise<void>;
  /** The newest first. */
  list(most: number): Promise<ReplacementRecord[]>;
}

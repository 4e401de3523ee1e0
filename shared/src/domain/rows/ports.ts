import type { Column, Contract } from '../contract.ts';
import type { Filter } from './filter.ts';
import type { PageKey } from './page-key.ts';

export interface RowsRequest {
  readonly contract: Contract;
  /** What is read of each row, in this order. */
  readonly columns: readonly Column[];
  /** All of them must hold. */
  readonly filters: readonly Filter[];
  /** By which rows come; null where the table has none, and they come in any order. */
  readonly key: PageKey | null;
  readonly isDescending: boolean;
  /** The `next` of the page before; null for the first. */
  readonly cursor: string | null;
  /** Most rows; null for all. */
  readonly limit: number | null;
}

/** The canonical texts of the columns asked for, null for NULL (`adapters/mysql/column-expressions.ts`). */
export type StoredRow = readonly (string | null)[];

/** An answer that is being read, of one instant. */
export interface OpenRows {
  /** The cursor of the page behind this one; null where there is none. */
  readonly next: string | null;
  /**
   * In portions, to be read once, and from then on to its end or to `return`: both give the connection back. While
   * nobody takes rows, the database waits.
   */
  readonly rows: AsyncGenerator<readonly StoredRow[], void, void>;
}

export interface RowReader {
  /**
   * Fails with `invalid-request` for a cursor that no page of the same table, key and order has given,
   * and with `conflict` where the table was altered since its contract was read.
   */
  open(request: RowsRequest): Promise<OpenRows>;
}

export interface MeasuredTable {
  readonly table: string;
  readonly rows: number;
  /** Counted, or else as the database estimates. */
  readonly isCounted: boolean;
  /** Of data and indexes, as the database estimates; null where it does not tell. */
  readonly bytes: number | null;
}

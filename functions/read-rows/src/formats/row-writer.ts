import type { Column, Contract } from '@cutover/shared/domain/contract.ts';
import type { StoredRow } from '@cutover/shared/domain/rows/ports.ts';

/** What an answer says beside its rows. */
export interface RowsPage {
  readonly contract: Contract;
  readonly columns: readonly Column[];
  readonly next: string | null;
  readonly isForSpreadsheet: boolean;
}

/** How rows are written: what stands before, between and behind them. */
export interface RowWriter {
  readonly head: string;
  readonly row: (row: StoredRow) => string;
  readonly separator: string;
  readonly tail: string;
}

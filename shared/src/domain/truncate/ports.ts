import type { SetStore } from '../backup/set-store.ts';
import type { Snapshot } from '../backup/snapshot.ts';
import type { Contract } from '../contract.ts';
import type { ReplacementRecord, TableReplacer } from '../restore/ports.ts';
import type { RestorableFiles } from '../restore/restorable-files.ts';

/** Rows of a table that is not emptied, which refer to one that is. */
export interface ReferringRows {
  readonly child: string;
  readonly parent: string;
  readonly rows: number;
}

/** A row for people to recognize: what its columns hold as text, cut off where that is long. */
export type SampleRow = Readonly<Record<string, string | null>>;

/** What emptying tables needs of the world. */
export interface TruncatePorts {
  readonly database: string;
  readonly store: SetStore;
  readonly files: Pick<RestorableFiles, 'total'>;
  readonly replacer: Pick<TableReplacer, 'empty' | 'undo'>;
  /** The chosen tables, or all of them, as they are now. Fails with `unknown-table`. */
  readonly openSnapshot: (tables?: readonly string[]) => Promise<Snapshot>;
  /** Rows of other tables whose foreign keys lead to these; none where nothing refers to them. */
  readonly countReferringRows: (tables: readonly string[]) => Promise<ReferringRows[]>;
  /** The first rows of a table, at most so many. */
  readonly readSample: (contract: Contract, most: number) => Promise<SampleRow[]>;
  /** An entry of the journal of replacements; null where there is none with this id. */
  readonly findReplacement: (id: string) => Promise<ReplacementRecord | null>;
}

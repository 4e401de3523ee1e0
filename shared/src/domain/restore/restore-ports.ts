import type { SetStore } from '../backup/set-store.ts';
import type { WireRows } from '../backup/wire-rows.ts';
import type { Contract } from '../contract.ts';
import type { TableReplacer } from './ports.ts';
import type { RestorableFiles } from './restorable-files.ts';

/** What a restore needs of the world. */
export interface RestorePorts {
  readonly database: string;
  readonly store: SetStore;
  readonly files: RestorableFiles;
  readonly replacer: TableReplacer;
  readonly tables: {
    /** The table as it is now. Fails with `unknown-table`, naming those there are. */
    describe(table: string): Promise<Contract>;
    /** Names of the tables there are, without Cutover's own. */
    list(): Promise<string[]>;
  };
  /** The rows of a table that nobody writes to, as a backup reads them. */
  readonly readRows: (contract: Contract) => AsyncIterable<WireRows>;
}

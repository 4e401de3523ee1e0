import type { Dialect } from '../csv/dialect.ts';
import type { TablesConfig } from '../tables-config.ts';
import type { DropReader, LoadLedger, ResultStore, TableCatalogue } from './ports.ts';

/** What loading a drop needs from the outside. */
export interface LoadPorts {
  readonly ledger: LoadLedger;
  readonly drops: DropReader;
  readonly results: ResultStore;
  readonly tables: TableCatalogue;
  readonly tablesConfig: () => Promise<TablesConfig>;
  /** How the sample is written, for records of about `width` cells. */
  readonly sniffDialect: (
    sample: string,
    width: number,
    delimiter?: Dialect['delimiter'],
  ) => Dialect;
  /** Throws `busy` when the time of this call is nearly over: the load goes on with the next delivery. */
  readonly checkDeadline: () => void;
  readonly chunkRows: number;
  /** Whose move a drop is part of that names no entity; null for nobody's. */
  readonly defaultEntity: number | null;
  /** Called when something waits to be recorded in the tracking dataset that should be seen soon. */
  readonly wakeRecording: () => void;
}

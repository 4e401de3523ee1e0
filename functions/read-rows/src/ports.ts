import type { TableCatalogue } from '@cutover/shared/domain/ingest/ports.ts';
import type { MeasuredTable, RowReader } from '@cutover/shared/domain/rows/ports.ts';
import type { TablesConfig } from '@cutover/shared/domain/tables-config.ts';

/** What the function needs of the world. */
export interface Ports {
  readonly tables: TableCatalogue;
  readonly tablesConfig: () => Promise<TablesConfig>;
  /** All tables but Cutover's own; rows are counted of all of them, or else of small ones. */
  readonly measureTables: (countsAll: boolean) => Promise<readonly MeasuredTable[]>;
  readonly rows: RowReader;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

import type { Column } from '../google-type.ts';
import type { TableName } from '../table-name.ts';
import type { FieldResource } from './schema.ts';
import type { TableSettings } from './table-settings.ts';

export type DatasetName = Pick<TableName, 'project' | 'dataset'>;

/** What the catalogue keeps of a dataset. Times are in milliseconds since 1970. */
export interface StoredDataset {
  readonly project: string;
  readonly dataset: string;
  readonly created: number;
  readonly modified: number;
  readonly location: string;
  /** What the user says of it, as the API writes it: description, labels, access and the like. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the catalogue keeps of a table or view. Times are in milliseconds since 1970. */
export interface StoredTable {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  readonly created: number;
  readonly modified: number;
  readonly fields: readonly FieldResource[];
  readonly settings: TableSettings;
  /** A view's query in GoogleSQL; null for a table. */
  readonly query: string | null;
  /** False once rows were changed or removed: then APPENDS has no complete answer. */
  readonly isAppendOnly: boolean;
}

/** A table or view with what follows from what is kept. */
export interface CatalogueTable extends StoredTable {
  readonly columns: readonly Column[];
  /** Rows of a table; 0 for a view. */
  readonly rowCount: number;
}

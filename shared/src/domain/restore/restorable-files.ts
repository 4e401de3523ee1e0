import type { TableManifest } from '../backup/manifest.ts';
import type { FileReading, FileTotals } from '../backup/table-files.ts';
import type { WireRows } from '../backup/wire-rows.ts';
import type { Column, Contract } from '../contract.ts';
import type { RowPortion } from './ports.ts';

/** How a file's rows get into a table. */
export interface FilePlan {
  /** The columns of the rows, in the file's order. */
  readonly columns: readonly Column[];
  /** Columns of the table that are not in the file: the database fills them. */
  readonly filled: readonly string[];
  /**
   * Reads the file to its end, and calls `check` with what was read before it says that there is no
   * more. Fails with `invalid-object` where the file is damaged or the table can't hold a value.
   */
  rows(check: (reading: FileReading) => void): AsyncIterable<RowPortion>;
}

/** A file whose header was read. */
export interface RestorableFile {
  /** The table whose rows it holds, in its own words. */
  readonly table: string;
  /** True for a file of this suite: the table is certain, whoever has moved or renamed the file. */
  readonly isOwn: boolean;
  /** Fails with `invalid-object`, naming every column that is missing, unknown or too narrow. */
  plan(contract: Contract): FilePlan;
}

/** The files of tables (Avro), as a restore reads them. */
export interface RestorableFiles {
  /**
   * Reads the header of a file, which `name` is in messages; `read` begins anew at each call. Fails
   * with `invalid-object` where it is damaged or does not have the schema that is `wanted`.
   */
  open(
    name: string,
    read: () => AsyncIterable<Uint8Array>,
    wanted?: Pick<TableManifest, 'avro_schema' | 'content_hash'>,
  ): Promise<RestorableFile>;
  /** What rows come to, had they been written to a file with a content hash of the same kind. */
  total(
    contract: Contract,
    rows: AsyncIterable<WireRows>,
    content_hash: string,
  ): Promise<FileTotals>;
}

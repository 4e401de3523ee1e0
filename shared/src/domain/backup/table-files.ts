import type { Contract } from '../contract.ts';
import type { Codec } from './manifest.ts';
import type { WireRows } from './wire-rows.ts';

/** What a table's file holds beside its rows. */
export interface FileHeader {
  readonly codec: Codec;
  readonly schema: object;
  /** Other entries of the file's header, by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the rows of a file come to. */
export interface FileTotals {
  readonly rows: number;
  readonly contentHash: string;
}

export interface FileWriting {
  readonly schema: object;
  /** The file, piece by piece; rows are read as far as pieces are taken. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** To be asked when the last piece was taken. */
  totals(): FileTotals;
}

export interface FileReading extends FileHeader, FileTotals {
  readonly bytes: number;
  readonly sha256: string;
}

/** The files of tables (Avro). */
export interface TableFiles {
  write(
    contract: Contract,
    rows: AsyncIterable<WireRows>,
    header: Pick<FileHeader, 'codec' | 'metadata'>,
  ): FileWriting;
  /**
   * Reads a file to its end and checks all that can be checked without another file. Fails with
   * `invalid-object` that says where it is damaged.
   */
  read(contract: Contract, chunks: AsyncIterable<Uint8Array>): Promise<FileReading>;
}

/** The entries by which a file tells where it belongs. */
export function describeOrigin(
  database: string,
  setId: string,
  table: string,
): FileHeader['metadata'] {
  return { 'cutover.database': database, 'cutover.set_id': setId, 'cutover.table': table };
}

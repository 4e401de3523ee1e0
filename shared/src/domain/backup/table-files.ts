import type { Contract } from '../contract.ts';
import type { Codec, TableManifest } from './manifest.ts';
import type { WireRows } from './wire-rows.ts';

/** What a table's file says beside its rows. */
export interface FileHeader {
  readonly codec: Codec;
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
  write(contract: Contract, rows: AsyncIterable<WireRows>, header: FileHeader): FileWriting;
  /**
   * Reads a file to its end, and counts and hashes its rows. Fails with `invalid-object`, naming the
   * file by `name`, where it is damaged or does not have the schema that is wanted.
   */
  read(
    name: string,
    wanted: Pick<TableManifest, 'avro_schema' | 'content_hash'>,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<FileReading>;
}

/** The entries by which a file tells where it belongs. */
export function describeOrigin(
  database: string,
  setId: string,
  table: string,
): FileHeader['metadata'] {
  return { 'cutover.database': database, 'cutover.set_id': setId, 'cutover.table': table };
}

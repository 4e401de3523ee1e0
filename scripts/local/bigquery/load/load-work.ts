import type { FieldResource } from '../catalogue/schema.ts';
import type { Destination } from '../jobs/open-destination.ts';

/** From the narrowest to the widest. */
export const decimalTypes = ['NUMERIC', 'BIGNUMERIC', 'STRING'] as const;

export type DecimalType = (typeof decimalTypes)[number];

/** How the records of the files are written. */
export interface CsvFormat {
  readonly kind: 'CSV';
  readonly delimiter: string;
  /** Null where no character quotes. */
  readonly quote: string | null;
  readonly skipLines: number;
  readonly nullMarker: string;
  readonly allowJaggedRows: boolean;
  readonly encoding: 'utf8' | 'latin1';
}

export type LoadFormat = CsvFormat | { readonly kind: 'NEWLINE_DELIMITED_JSON' } | AvroFormat;

export interface AvroFormat {
  readonly kind: 'AVRO';
  readonly useLogicalTypes: boolean;
  /** Into which of these decimals go: the first that holds all values of theirs, else the widest. */
  readonly decimalTypes: readonly DecimalType[];
}

/** What a load job is to do. */
export interface LoadWork {
  readonly destination: Destination;
  /** gs:// addresses, whose last part may hold one `*`. */
  readonly sources: readonly string[];
  readonly format: LoadFormat;
  /** Null where the schema is the table's own, or the files tell it. */
  readonly fields: readonly FieldResource[] | null;
  readonly autodetect: boolean;
  readonly maxBadRecords: number;
  readonly ignoreUnknownValues: boolean;
}

/** Why a cell or a record is refused. The same codes everywhere: drops, batches, uploads. */
export const faultCodes = [
  'missing-value',
  'type-error',
  'out-of-range',
  'too-long',
  'not-in-list',
  'bad-date',
  'unknown-reference',
  'duplicate-key',
  'missing-cell',
  'extra-cell',
  'bad-encoding',
  'unterminated-quote',
  'refused-by-database',
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** One thing that is wrong with a record. `column` is null where the whole record is meant. */
export interface Fault {
  readonly column: string | null;
  readonly code: FaultCode;
  /** A sentence for the person who repairs the record: what is wrong and what would be right. */
  readonly message: string;
}

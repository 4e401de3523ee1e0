export const delimiters = [',', ';', '\t', '|'] as const;

/** How a file writes its records. */
export interface Dialect {
  readonly delimiter: (typeof delimiters)[number];
  /** `\n` also stands for `\r\n`; `\r` alone ends records only in files without any `\n`. */
  readonly newline: '\n' | '\r';
  /** Every delimiter is followed by a space that is not part of the cell ("1, Sales"). */
  readonly skipInitialSpace: boolean;
}

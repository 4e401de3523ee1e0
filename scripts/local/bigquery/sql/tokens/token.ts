export type TokenKind =
  | 'word'
  | 'quoted'
  | 'integer'
  | 'float'
  | 'string'
  | 'bytes'
  | 'parameter'
  | 'symbol'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /**
   * What the token stands for: a string's characters, the digits of bytes in hexadecimal, a quoted
   * name without its quotes; of everything else, the text itself.
   */
  readonly text: string;
  /** A word in capitals; otherwise the text. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
}

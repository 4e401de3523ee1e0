/** A stretch of a file's bytes, as it arrives. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** The bytes from `from` to before `to` as a byte string: text in which every character is one byte. */
  text(from: number, to: number): string;
}

/** The piece that a byte string stands for. */
export function pieceOf(text: string): Piece {
  return {
    bytes: Uint8Array.from(text, (character) => character.charCodeAt(0)),
    text: (from, to) => text.slice(from, to),
  };
}

import type { Column } from '../contract.ts';
import { type CellFault, refuse, type ValueCheck } from './cell-fault.ts';
import { charsetHolds, charsetLength, countCharacters } from './charset.ts';
import { dropTrailing } from './drop-trailing.ts';

/** No character takes more bytes than this in any character set. */
const widest = 4;

function compileLength(column: Column): (cell: string) => CellFault | undefined {
  const { maxCharacters, maxBytes, charset } = column;
  if (maxCharacters !== undefined) {
    return (cell) =>
      cell.length <= maxCharacters || countCharacters(cell) <= maxCharacters
        ? undefined
        : refuse('too-long', cell, `is longer than ${maxCharacters} characters`);
  }
  if (maxBytes === undefined) return () => undefined;
  const countBytes = charsetLength(charset);
  return (cell) =>
    cell.length * widest <= maxBytes || countBytes(cell) <= maxBytes
      ? undefined
      : refuse('too-long', cell, `is longer than ${maxBytes} bytes`);
}

/**
 * CHAR, VARCHAR and TEXT: the cell as it is, white space included; CHAR loses trailing spaces, as
 * the database does. CHAR and VARCHAR are measured in characters, TEXT in bytes.
 */
export function compileText(column: Column): ValueCheck {
  const isHeld = charsetHolds(column.charset);
  const checkLength = compileLength(column);
  const fixedLength = column.fixedLength === true;
  return (cell) => {
    if (!isHeld(cell)) {
      const charset = column.charset ?? 'utf8mb4';
      return refuse('bad-encoding', cell, `has a character that ${charset} can't hold`);
    }
    const text = fixedLength ? dropTrailing(cell, ' ') : cell;
    return checkLength(text) ?? text;
  };
}

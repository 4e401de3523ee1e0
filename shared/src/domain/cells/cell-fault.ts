import type { FaultCode } from '../fault.ts';

/** Why a cell is refused. `message` is a sentence for the person who repairs the file. */
export interface CellFault {
  readonly code: FaultCode;
  readonly message: string;
}

/** The text of a value as the database will store it, or why it can't. */
export type ValueCheck = (cell: string) => string | CellFault;

const shownCharacters = 40;

/** `"the cell"`, cut after 40 characters, with control characters made visible. */
export function quoteCell(cell: string): string {
  const start = Array.from(cell.slice(0, 2 * shownCharacters + 2));
  const isLong = start.length > shownCharacters;
  const shown = (isLong ? start.slice(0, shownCharacters) : start).join('').toWellFormed();
  const visible = shown.replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1));
  return `"${visible}${isLong ? '…' : ''}"`;
}

/** The fault that says `"cell" reason.` */
export function refuse(code: FaultCode, cell: string, reason: string): CellFault {
  return { code, message: `${quoteCell(cell)} ${reason}.` };
}

/** Tells a fault from a value; an object is never a value. */
export function isFault<T>(checked: T | CellFault): checked is CellFault {
  return typeof checked === 'object' && checked !== null;
}

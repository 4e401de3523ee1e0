import type { CellFault } from '../../../domain/cells/cell-fault.ts';

/** The end of a sentence that says why the check of a column's cells refuses a value. */
export const refuseCell = ({ message }: CellFault) =>
  new Error(`is refused: ${message.replace(/\.$/, '')}`);

import { refuse, type ValueCheck } from './cell-fault.ts';

/** A type that only the database can judge (INET6, UUID ...): any well-formed text. */
export function compileOther(): ValueCheck {
  return (cell) =>
    cell.isWellFormed() ? cell : refuse('bad-encoding', cell, 'is not well-formed Unicode');
}

import { refuse, type ValueCheck } from './cell-fault.ts';

/** YEAR: four digits, 1901 to 2155 or 0000. Two digits are refused: the century would be a guess. */
export function compileYear(): ValueCheck {
  return (cell) => {
    if (!/^\d{4}$/.test(cell)) return refuse('type-error', cell, 'is not a year of four digits');
    if ((cell < '1901' || cell > '2155') && cell !== '0000') {
      return refuse('out-of-range', cell, 'is not between 1901 and 2155');
    }
    return cell;
  };
}

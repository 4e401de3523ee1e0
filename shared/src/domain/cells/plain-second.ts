import { isDay } from './moment.ts';

const length = 'YYYY-MM-DDTHH:MM:SS'.length;

function digits(cell: string, at: number): number {
  const tens = cell.charCodeAt(at) - 48;
  const ones = cell.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isPunctuated(cell: string): boolean {
  return (
    cell.charCodeAt(4) === 45 &&
    cell.charCodeAt(7) === 45 &&
    cell.charCodeAt(13) === 58 &&
    cell.charCodeAt(16) === 58
  );
}

/**
 * The quick way through the form that nearly every file has: `YYYY-MM-DDTHH:MM:SS`, T or a space,
 * with or without Z. Answers the canonical text, or undefined for anything that wants a closer look.
 */
export function readPlainSecond(cell: string): string | undefined {
  const isZulu = cell.length === length + 1 && cell.charCodeAt(length) === 90;
  if ((!isZulu && cell.length !== length) || !isPunctuated(cell)) return undefined;
  const century = digits(cell, 0);
  const year = century * 100 + digits(cell, 2);
  if (!(century >= 10) || !isDay(year, digits(cell, 5), digits(cell, 8))) return undefined;
  if (!(digits(cell, 11) <= 23 && digits(cell, 14) <= 59 && digits(cell, 17) <= 59))
    return undefined;
  const separator = cell.charCodeAt(10);
  if (separator === 32) return isZulu ? cell.slice(0, length) : cell;
  return separator === 84 ? `${cell.slice(0, 10)} ${cell.slice(11, length)}` : undefined;
}

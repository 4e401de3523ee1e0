import { isDay } from './moment.ts';

const length = 'YYYY-MM-DDTHH:MM:SS'.length;
const firstYear = 1000;

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

/** The moment with a space for its T, as one flat text: pieces put together would be joined again and again. */
function withSpace(cell: string): string {
  const c = (at: number) => cell.charCodeAt(at);
  return String.fromCharCode(
    c(0),
    c(1),
    c(2),
    c(3),
    45,
    c(5),
    c(6),
    45,
    c(8),
    c(9),
    32,
    c(11),
    c(12),
    58,
    c(14),
    c(15),
    58,
    c(17),
    c(18),
  );
}

/**
 * The quick way through the form that nearly every file has: `YYYY-MM-DDTHH:MM:SS`, T or a space,
 * with or without Z. Answers the canonical text, or undefined for anything that wants a closer look.
 */
export function readPlainSecond(cell: string): string | undefined {
  const isZulu = cell.length === length + 1 && cell.charCodeAt(length) === 90;
  if ((!isZulu && cell.length !== length) || !isPunctuated(cell)) return undefined;
  const year = digits(cell, 0) * 100 + digits(cell, 2);
  if (!(year >= firstYear) || !isDay(year, digits(cell, 5), digits(cell, 8))) return undefined;
  if (!(digits(cell, 11) <= 23 && digits(cell, 14) <= 59 && digits(cell, 17) <= 59))
    return undefined;
  const separator = cell.charCodeAt(10);
  if (separator === 32) return isZulu ? cell.slice(0, length) : cell;
  return separator === 84 ? withSpace(cell) : undefined;
}

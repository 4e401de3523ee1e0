const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Beyond that no column has a digit. */
const mostShift = 400;

/**
 * A JSON number without its exponent (`1.5e3` is `1500`), as columns of numbers take it. What is
 * beyond all of them stays as it is, to be refused in its own words.
 */
export function plainNumeral(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent] = parts.exec(source) ?? [];
  const shift = Number(exponent);
  if (exponent === undefined || Math.abs(shift) > mostShift) return source;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const decimals = padded.slice(at).replace(/0+$/, '');
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  return `${sign}${integer}${decimals === '' ? '' : `.${decimals}`}`;
}

/**
 * A FLOAT64 as BigQuery's API writes it, which is Java's way: `1.0`, `1.0E7`, `1.0E-4`, `NaN`,
 * `Infinity`; the digits are the fewest that are read back as the same number.
 */
export function formatFloat(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return String(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const digits = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return `${digits}E${Number(exponent)}`;
}

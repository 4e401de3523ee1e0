/** A type's reach: digits before the point and after it, and how far from zero its values may be. */
export interface DecimalReach {
  readonly whole: number;
  readonly scale: number;
  /** In units of the last digit. */
  readonly most: bigint;
  readonly least: bigint;
}

/** Digits that a column of the type always has room for; BIGNUMERIC's 39th is not a whole one. */
export const decimalReaches = {
  NUMERIC: { whole: 29, scale: 9, most: 10n ** 38n - 1n, least: 1n - 10n ** 38n },
  BIGNUMERIC: { whole: 38, scale: 38, most: 2n ** 255n - 1n, least: -(2n ** 255n) },
} as const satisfies Record<string, DecimalReach>;

const decimalPattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/;

/** The units that a text stands for, rounded half away from zero; undefined for none, or one out of reach. */
export function parseDecimal(text: string, { scale, most, least }: DecimalReach) {
  const [match, sign, whole = '', fraction = '', exponent = '0'] = decimalPattern.exec(text) ?? [];
  if (match === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const shift = scale - fraction.length + Number(exponent);
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  const rounded = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits + divisor / 2n) / divisor;
  const units = sign === '-' ? -rounded : rounded;
  return units > most || units < least ? undefined : units;
}

/** Without trailing zeros, as BigQuery prints decimals. */
export function formatDecimal(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

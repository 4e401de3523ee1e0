/**
 * A FLOAT64 as CAST(… AS STRING) writes it: with 15 digits where they are read back as the same
 * number, else with 17; with an exponent below 1e-4 and from 1e15 or 1e17 on. Zero has no sign.
 */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return '0';
  const digits = Number(value.toPrecision(15)) === value ? 15 : 17;
  const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= digits) {
    const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    const sign = exponent < 0 ? '-' : '+';
    return `${short}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const plain = value.toFixed(Math.max(0, digits - 1 - exponent));
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

import { DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';
import { invalid } from '../../api-error.ts';
import { decimalReaches, formatDecimal } from '../../values/decimal.ts';
import type { DecimalType } from '../load-work.ts';
import type { Logical } from './avro-schema.ts';

/** The unscaled value stands in two's complement, the highest byte first. */
function readUnscaled(bytes: Buffer): bigint {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

/** The units of a type's scale; what the type can't hold exactly is refused. */
function fitDecimal(unscaled: bigint, from: number, type: keyof typeof decimalReaches): bigint {
  const { scale, most, least } = decimalReaches[type];
  const divisor = 10n ** BigInt(Math.max(0, from - scale));
  const units = (unscaled / divisor) * 10n ** BigInt(Math.max(0, scale - from));
  if (unscaled % divisor === 0n && units <= most && units >= least) return units;
  throw invalid(`The decimal ${formatDecimal(unscaled, from)} is out of the range of ${type}`);
}

/** A value of Avro's decimal as a column of the type holds it. */
export function decodeDecimal(bytes: Buffer, { scale }: Logical, type: DecimalType): DuckDBValue {
  const unscaled = readUnscaled(bytes);
  if (type === 'STRING') return formatDecimal(unscaled, scale);
  const units = fitDecimal(unscaled, scale, type);
  if (type === 'NUMERIC') return new DuckDBDecimalValue(units, 38, 9);
  return formatDecimal(units, decimalReaches.BIGNUMERIC.scale);
}

import { isFault } from '../../../domain/cells/cell-fault.ts';
import { compileFloat } from '../../../domain/cells/float.ts';
import type { Column } from '../../../domain/contract.ts';
import type { ValueType } from '../value-type.ts';
import type { AvroCursor } from './avro-cursor.ts';
import type { DecodeValue } from './decode-value.ts';
import { refuseCell } from './refuse-cell.ts';

function chooseRead(type: ValueType['type']): (from: AvroCursor) => number {
  if (type === 'float') return (from) => from.readFloat();
  if (type === 'double') return (from) => from.readDouble();
  return (from) => {
    const value = from.readLong();
    if (Number.isNaN(value)) throw new Error('has more digits than the column keeps');
    return value;
  };
}

const textOf = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

/**
 * A float, double, int or long that is exact in a FLOAT or DOUBLE; the sign of zero stays. A FLOAT(M,D)
 * has its own values (`isOwn`) as floats that are nearest to M digits, and takes of others only those
 * that have no more.
 */
export function decodeFloat({ type }: ValueType, column: Column, isOwn: boolean): DecodeValue {
  const read = chooseRead(type);
  const check = compileFloat(column);
  const isSingle = column.singlePrecision === true;
  return (from, rows) => {
    const value = read(from);
    if (!Number.isFinite(value)) {
      throw new Error(`is ${value}, which the database has no value for`);
    }
    if (isSingle && Math.fround(value) !== value) {
      throw new Error(`is ${value}, which a FLOAT would round`);
    }
    const text = textOf(value);
    const checked = isOwn ? text : check(text);
    if (isFault(checked)) throw refuseCell(checked);
    rows.appendText(text);
  };
}

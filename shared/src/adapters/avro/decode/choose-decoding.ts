import { isFault, type ValueCheck } from '../../../domain/cells/cell-fault.ts';
import { compileValueCheck } from '../../../domain/cells/value-check.ts';
import type { Column } from '../../../domain/contract.ts';
import { holdsBytes } from '../avro-type.ts';
import type { ValueType } from '../value-type.ts';
import type { AvroCursor } from './avro-cursor.ts';
import { decodeFloat } from './decode-float.ts';
import { decodeInteger } from './decode-integer.ts';
import { decodeDate, decodeMoment } from './decode-moment.ts';
import { decodeBytes, decodeText } from './decode-text.ts';
import type { DecodeValue, ReadText } from './decode-value.ts';
import { readText } from './read-text.ts';
import { refuseCell } from './refuse-cell.ts';
import { formOf, takenBy } from './value-form.ts';

/** How a field's values get into a column. */
export interface Decoding {
  readonly decode: DecodeValue;
  /** The column as its values are written: one of bytes is binary, whatever else it is. */
  readonly loadedAs: Column;
}

const noRules = { date_formats: [], not_in_future: false };
const wideCharsets: readonly (string | undefined)[] = [undefined, 'utf8mb4'];

function throughCheck(read: ReadText, check: ValueCheck): DecodeValue {
  return (from, rows) => {
    const checked = check(read(from));
    if (isFault(checked)) throw refuseCell(checked);
    rows.appendText(checked);
  };
}

function bytesReader({ type, size = 0 }: ValueType): (from: AvroCursor) => Uint8Array {
  return type === 'fixed' ? (from) => from.take(size) : (from) => from.readBytes();
}

/** The quick ways of what a table's own backup has; `isOwn` values are of the column's own type. */
function chooseQuick(type: ValueType, column: Column, isOwn: boolean): DecodeValue | undefined {
  const { kind, charset, fraction = 0 } = column;
  const { logicalType = '' } = type;
  switch (formOf(type)) {
    case 'whole':
      if (kind === 'float') return decodeFloat(type, column, isOwn);
      return kind === 'integer' || kind === 'boolean' || kind === 'bit'
        ? decodeInteger(column)
        : undefined;
    case 'fraction':
      return decodeFloat(type, column, isOwn);
    case 'day':
      return kind === 'date' ? decodeDate : undefined;
    case 'moment':
      return kind === 'datetime' || (kind === 'timestamp' && isOwn)
        ? decodeMoment(logicalType, fraction)
        : undefined;
    case 'text':
      return isOwn && wideCharsets.includes(charset) ? decodeText : undefined;
    default:
      return undefined;
  }
}

function chooseChecked(type: ValueType, column: Column): DecodeValue | undefined {
  const form = formOf(type);
  if (form === undefined || form === 'bytes' || form === 'fraction') return undefined;
  const read = readText(form, type);
  const isYear = form === 'whole' && column.kind === 'year';
  return throughCheck(
    isYear ? (from) => read(from).padStart(4, '0') : read,
    compileValueCheck(column, noRules, new Date(0)),
  );
}

/** Chooses how values of a type get into a column; undefined where it takes none of that type. */
export function chooseDecoding(
  type: ValueType,
  column: Column,
  isOwn: boolean,
): Decoding | undefined {
  const form = formOf(type);
  if (form === undefined) return undefined;
  if (holdsBytes(column) && (form === 'bytes' || (form === 'text' && column.kind !== 'geometry'))) {
    return { decode: decodeBytes(bytesReader(type)), loadedAs: { ...column, kind: 'binary' } };
  }
  const kinds = takenBy[form];
  if (kinds !== 'every kind' && !kinds.includes(column.kind)) return undefined;
  const decode = chooseQuick(type, column, isOwn) ?? chooseChecked(type, column);
  return decode === undefined ? undefined : { decode, loadedAs: column };
}

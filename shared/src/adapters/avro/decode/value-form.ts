import type { ColumnKind } from '../../../domain/contract.ts';
import type { ValueType } from '../value-type.ts';
import { momentUnits } from './decode-moment.ts';

/** What a value is, however it is written. */
export type ValueForm =
  | 'whole'
  | 'truth'
  | 'fraction'
  | 'decimal'
  | 'day'
  | 'moment'
  | 'time'
  | 'text'
  | 'symbol'
  | 'bytes';

const plainForms: Readonly<Partial<Record<ValueType['type'], ValueForm>>> = {
  boolean: 'truth',
  int: 'whole',
  long: 'whole',
  float: 'fraction',
  double: 'fraction',
  string: 'text',
  enum: 'symbol',
  bytes: 'bytes',
  fixed: 'bytes',
};

/** Logical types stand on certain types; on others the specification wants them ignored. */
function logicalForm({ type, logicalType = '' }: ValueType): ValueForm | undefined {
  const on = `${logicalType} on ${type}`;
  if (on === 'decimal on bytes' || on === 'decimal on fixed') return 'decimal';
  if (on === 'date on int') return 'day';
  if (on === 'time-millis on int' || on === 'time-micros on long') return 'time';
  return type === 'long' && logicalType in momentUnits ? 'moment' : undefined;
}

/** The form of a type; undefined for one that no column takes. */
export const formOf = (type: ValueType): ValueForm | undefined =>
  logicalForm(type) ?? plainForms[type.type];

/** The kinds of columns that can hold values of a form; the values are checked one by one. */
export const takenBy: Readonly<Record<ValueForm, readonly ColumnKind[] | 'every kind'>> = {
  whole: ['integer', 'boolean', 'bit', 'year', 'decimal', 'float'],
  truth: ['integer', 'boolean', 'bit'],
  fraction: ['float'],
  decimal: ['decimal', 'integer', 'boolean', 'bit'],
  day: ['date', 'datetime', 'timestamp'],
  moment: ['datetime', 'timestamp', 'date'],
  time: ['time'],
  text: 'every kind',
  symbol: ['text', 'enum', 'set'],
  bytes: ['binary', 'geometry'],
};

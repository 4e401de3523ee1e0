import type { Column, ColumnKind } from '../contract.ts';
import { compileBinary } from './binary.ts';
import { compileBit } from './bit.ts';
import type { ValueCheck } from './cell-fault.ts';
import { compileDate } from './date.ts';
import type { DateRules } from './date-rules.ts';
import { compileDatetime } from './datetime.ts';
import { compileDecimal } from './decimal.ts';
import { compileFloat } from './float.ts';
import { compileGeometry } from './geometry.ts';
import { compileJson } from './json.ts';
import { compileEnum, compileSet } from './members.ts';
import { compileOther } from './other.ts';
import { compileText } from './text.ts';
import { compileTime } from './time.ts';
import { compileBoolean, compileWholeNumber } from './whole-number.ts';
import { compileYear } from './year.ts';

const compilers: Readonly<
  Record<ColumnKind, (column: Column, rules: DateRules, now: Date) => ValueCheck>
> = {
  integer: compileWholeNumber,
  boolean: compileBoolean,
  decimal: compileDecimal,
  float: compileFloat,
  bit: compileBit,
  text: compileText,
  binary: compileBinary,
  enum: compileEnum,
  set: compileSet,
  date: (_column, rules, now) => compileDate(rules, now),
  datetime: compileDatetime,
  timestamp: compileDatetime,
  time: compileTime,
  year: compileYear,
  json: compileJson,
  geometry: compileGeometry,
  other: compileOther,
};

/** Makes the check of a column's values; what an empty cell means is not its business. */
export function compileValueCheck(column: Column, rules: DateRules, now: Date): ValueCheck {
  return compilers[column.kind](column, rules, now);
}

import { createHash } from 'node:crypto';
import * as arithmetic from './arithmetic.ts';
import * as change from './change-moments.ts';
import * as checks from './checks.ts';
import { formatMoment } from './format-moment.ts';
import * as path from './json-path.ts';
import * as jsonScalars from './json-scalars.ts';
import { normaliseJson } from './json-text.ts';
import * as make from './make-moments.ts';
import * as momentText from './moment-text.ts';
import { floatText } from './number-text.ts';
import { parseMoment } from './parse-moment.ts';
import * as moments from './read-moments.ts';
import * as numbers from './read-numbers.ts';
import { Refusal } from './refusal.ts';
import * as rounding from './rounding.ts';
import * as strings from './strings.ts';
import * as transcendental from './transcendental.ts';

export type Argument = bigint | number | string | boolean | Uint8Array;

export type Answer = bigint | number | string | boolean | null;

export type RuntimeType = 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'BOOLEAN' | 'BLOB';

/** A function that DuckDB calls; with a NULL among its arguments it is NULL and is not called. */
export interface RuntimeFunction {
  readonly name: string;
  readonly parameters: readonly RuntimeType[];
  readonly result: RuntimeType;
  /** True keeps DuckDB from calling it when it plans, though its arguments are known then. */
  readonly volatile?: boolean;
  readonly run: (...args: readonly never[]) => Answer;
}

const letters: Readonly<Record<string, RuntimeType>> = {
  i: 'BIGINT',
  f: 'DOUBLE',
  t: 'VARCHAR',
  b: 'BOOLEAN',
  x: 'BLOB',
};

/** A signature is a letter for each parameter and one for the result: 'ti>t'. */
function define(name: string, signature: string, run: RuntimeFunction['run']): RuntimeFunction {
  const [parameters = '', result = ''] = signature.split('>');
  const type = (letter: string) => {
    const found = letters[letter];
    if (found === undefined) throw new Error(`${signature} of ${name} names no type.`);
    return found;
  };
  return { name: `gs_${name}`, parameters: [...parameters].map(type), result: type(result), run };
}

/** What may fail has a twin that gives NULL instead. */
function failing(name: string, signature: string, run: RuntimeFunction['run']): RuntimeFunction[] {
  const safe = (...args: readonly never[]) => {
    try {
      return run(...args);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  };
  return [define(name, signature, run), define(`safe_${name}`, signature, safe)];
}

const decode = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bytesToText(bytes: Uint8Array): string {
  try {
    return decode.decode(bytes);
  } catch {
    return checks.raise('Invalid cast of bytes to UTF8 string');
  }
}

const conversions = [
  ...failing('to_int', 't>i', numbers.readInteger),
  ...failing('to_float', 't>f', numbers.readFloat),
  ...failing('to_numeric', 't>t', numbers.readNumeric),
  ...failing('to_bool', 't>b', moments.readBool),
  ...failing('to_date', 't>t', moments.readDate),
  ...failing('to_time', 't>t', moments.readTime),
  ...failing('to_datetime', 't>t', moments.readDatetime),
  ...failing('to_timestamp', 't>t', moments.readTimestamp),
  ...failing('bytes_to_text', 'x>t', bytesToText),
  ...failing('float_to_int', 'f>i', rounding.floatToInt),
  ...failing('float_to_numeric', 'f>t', rounding.floatToNumeric),
  ...failing('numeric_to_int', 't>t', rounding.numericToInt),
  define('float_text', 'f>t', floatText),
  define('numeric_text', 't>t', numbers.readNumeric),
  define('time_text', 'i>t', momentText.timeText),
  define('datetime_text', 'i>t', momentText.datetimeText),
  define('timestamp_text', 'i>t', momentText.timestampText),
];

const arithmetics = [
  ...failing('add_int', 'ii>i', arithmetic.addInt),
  ...failing('add_float', 'ff>f', arithmetic.addFloat),
  ...failing('add_numeric', 'tt>t', arithmetic.addNumeric),
  ...failing('subtract_int', 'ii>i', arithmetic.subtractInt),
  ...failing('subtract_float', 'ff>f', arithmetic.subtractFloat),
  ...failing('subtract_numeric', 'tt>t', arithmetic.subtractNumeric),
  ...failing('multiply_int', 'ii>i', arithmetic.multiplyInt),
  ...failing('multiply_float', 'ff>f', arithmetic.multiplyFloat),
  ...failing('multiply_numeric', 'tt>t', arithmetic.multiplyNumeric),
  ...failing('divide_float', 'ff>f', arithmetic.divideFloat),
  ...failing('divide_numeric', 'tt>t', arithmetic.divideNumeric),
  ...failing('negate_int', 'i>i', arithmetic.negateInt),
  ...failing('negate_float', 'f>f', (value: number) => -value),
  ...failing('negate_numeric', 't>t', arithmetic.negateNumeric),
  define('ieee_divide', 'ff>f', (a: number, b: number) => a / b),
  define('quotient_int', 'ii>i', arithmetic.quotientInt),
  define('quotient_numeric', 'tt>t', arithmetic.quotientNumeric),
  define('modulo_int', 'ii>i', arithmetic.moduloInt),
  define('modulo_numeric', 'tt>t', arithmetic.moduloNumeric),
  define('abs_int', 'i>i', arithmetic.absInt),
  define('abs_float', 'f>f', Math.abs),
  define('abs_numeric', 't>t', arithmetic.absNumeric),
  define('average_numeric', 't>t', arithmetic.averageNumeric),
  define('shift_left', 'ii>i', arithmetic.shiftLeft),
  define('shift_right', 'ii>i', arithmetic.shiftRight),
  define('round_float', 'fi>f', rounding.roundFloat),
  define('round_numeric', 'ti>t', rounding.roundNumeric),
  define('truncate_float', 'fi>f', rounding.truncateFloat),
  define('truncate_numeric', 'ti>t', rounding.truncateNumeric),
  define('ceiling_float', 'f>f', Math.ceil),
  define('ceiling_numeric', 't>t', rounding.ceilingNumeric),
  define('floor_float', 'f>f', Math.floor),
  define('floor_numeric', 't>t', rounding.floorNumeric),
  define('sqrt', 'f>f', transcendental.squareRoot),
  define('exp', 'f>f', transcendental.exponential),
  define('ln', 'f>f', transcendental.naturalLogarithm),
  define('log10', 'f>f', transcendental.decimalLogarithm),
  define('log', 'ff>f', transcendental.logarithm),
  define('power', 'ff>f', transcendental.power),
];

const texts = [
  define('substr', 'tii>t', strings.substr),
  define('left', 'ti>t', strings.left),
  define('right', 'ti>t', strings.right),
  define('reverse', 't>t', strings.reverse),
  define('repeat', 'ti>t', strings.repeat),
  define('lpad', 'tit>t', strings.lpad),
  define('rpad', 'tit>t', strings.rpad),
  define('trim', 't>t', strings.trim),
  define('ltrim', 't>t', strings.ltrim),
  define('rtrim', 't>t', strings.rtrim),
  define('trim_of', 'tt>t', strings.trimOf),
  define('ltrim_of', 'tt>t', strings.ltrimOf),
  define('rtrim_of', 'tt>t', strings.rtrimOf),
  define('upper', 't>t', (text: string) => text.toUpperCase()),
  define('lower', 't>t', (text: string) => text.toLowerCase()),
  define('strpos', 'tt>i', strings.strpos),
  define('replace', 'ttt>t', strings.replace),
  define('like_pattern', 't>t', strings.likePattern),
  define('split', 'tt>t', strings.split),
  define('hex_digits', 't>t', strings.hexDigits),
  define('base64_digits', 't>t', strings.base64Digits),
  define('sha512', 'x>t', (bytes: Uint8Array) => createHash('sha512').update(bytes).digest('hex')),
];

const jsons = [
  ...failing('parse_json', 't>t', normaliseJson),
  define('json_value', 'tt>t', path.jsonValue),
  define('json_query', 'tt>t', path.jsonQuery),
  define('json_select', 'tt>t', path.jsonSelect),
  define('json_extract', 'tt>t', path.jsonExtract),
  define('json_extract_select', 'tt>t', path.jsonExtractSelect),
  define('json_extract_scalar', 'tt>t', path.jsonExtractScalar),
  define('json_query_array', 'tt>t', path.jsonQueryArray),
  define('json_value_array', 'tt>t', path.jsonValueArray),
  define('json_member', 'tt>t', path.jsonMember),
  define('json_element', 'ti>t', path.jsonElement),
  define('text_json', 't>t', jsonScalars.textJson),
  define('integer_json', 'i>t', jsonScalars.integerJson),
  define('float_json', 'f>t', jsonScalars.floatJson),
  define('float_value_json', 'f>t', jsonScalars.floatValueJson),
  define('numeric_json', 't>t', jsonScalars.numericJson),
  define('datetime_json', 'i>t', momentText.datetimeJson),
  define('timestamp_json', 'i>t', momentText.timestampJson),
];

const times = [
  define('add', 'iit>i', change.add),
  define('add_time', 'iit>i', change.addTime),
  define('difference', 'iit>i', change.difference),
  define('elapsed', 'iit>i', change.elapsed),
  define('moments', 'iiit>t', change.moments),
  define('truncate', 'it>i', change.truncate),
  define('last_day', 'it>i', change.lastDay),
  define('week_of_year', 'it>i', change.weekOfYear),
  define('make_date', 'iii>i', make.makeDate),
  define('make_time', 'iii>i', make.makeTime),
  define('timestamp_from', 'ii>i', make.timestampFrom),
  define('units_since', 'ii>i', make.unitsSince),
  define('date_from_days', 'i>i', make.dateFromDays),
  define('format_moment', 'tit>t', formatMoment),
  define('parse_moment', 'ttt>i', parseMoment),
];

export const runtimeFunctions: readonly RuntimeFunction[] = [
  ...conversions,
  ...arithmetics,
  ...texts,
  ...jsons,
  ...times,
  { ...define('error', 't>t', checks.raise), volatile: true },
  define('not_negative', 'i>i', checks.notNegative),
  define('positive', 'i>i', checks.positive),
  define('step', 'i>i', checks.step),
  ...failing('position', 'iii>i', checks.position),
];

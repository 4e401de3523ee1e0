import type { ScalarName } from '../../google-type.ts';
import { castSql, scalarType } from './value.ts';

type Conversion = (sql: string, gs: (name: string) => string) => string;

const plain =
  (to: ScalarName): Conversion =>
  (sql) =>
    castSql(sql, scalarType(to));

const micros = (sql: string) => `epoch_us(${sql})`;

const fromText =
  (name: string, to: ScalarName): Conversion =>
  (sql, gs) =>
    castSql(`${gs(name)}(${sql})`, scalarType(to));

/**
 * Every pair that GoogleSQL casts. Functions called gs_… are those of the runtime folder; what may
 * fail has a twin called gs_safe_… that gives NULL instead.
 */
const conversions: Readonly<Record<string, Conversion>> = {
  'INT64 BOOL': (sql) => `(${sql} != 0)`,
  'INT64 FLOAT64': plain('FLOAT64'),
  'INT64 NUMERIC': plain('NUMERIC'),
  'INT64 STRING': plain('STRING'),
  'FLOAT64 INT64': (sql, gs) => `${gs('float_to_int')}(${sql})`,
  'FLOAT64 NUMERIC': (sql, gs) =>
    castSql(`${gs('float_to_numeric')}(${sql})`, scalarType('NUMERIC')),
  'FLOAT64 STRING': (sql) => `gs_float_text(${sql})`,
  'NUMERIC INT64': (sql, gs) =>
    castSql(`${gs('numeric_to_int')}(CAST(${sql} AS VARCHAR))`, scalarType('INT64')),
  'NUMERIC FLOAT64': (sql) => `CAST(CAST(${sql} AS VARCHAR) AS DOUBLE)`,
  'NUMERIC STRING': (sql) => `gs_numeric_text(CAST(${sql} AS VARCHAR))`,
  'BOOL INT64': plain('INT64'),
  'BOOL STRING': plain('STRING'),
  'STRING BOOL': (sql, gs) => `${gs('to_bool')}(${sql})`,
  'STRING INT64': (sql, gs) => `${gs('to_int')}(${sql})`,
  'STRING FLOAT64': (sql, gs) => `${gs('to_float')}(${sql})`,
  'STRING NUMERIC': fromText('to_numeric', 'NUMERIC'),
  'STRING BYTES': (sql) => `encode(${sql})`,
  'STRING DATE': fromText('to_date', 'DATE'),
  'STRING DATETIME': fromText('to_datetime', 'DATETIME'),
  'STRING TIME': fromText('to_time', 'TIME'),
  'STRING TIMESTAMP': fromText('to_timestamp', 'TIMESTAMP'),
  'BYTES STRING': (sql, gs) => `${gs('bytes_to_text')}(${sql})`,
  'DATE STRING': plain('STRING'),
  'DATE DATETIME': plain('DATETIME'),
  'DATE TIMESTAMP': plain('TIMESTAMP'),
  'DATETIME STRING': (sql) => `gs_datetime_text(${micros(sql)})`,
  'DATETIME DATE': plain('DATE'),
  'DATETIME TIME': plain('TIME'),
  'DATETIME TIMESTAMP': plain('TIMESTAMP'),
  'TIME STRING': (sql) => `gs_time_text(${micros(sql)})`,
  'TIMESTAMP STRING': (sql) => `gs_timestamp_text(${micros(sql)})`,
  'TIMESTAMP DATE': plain('DATE'),
  'TIMESTAMP DATETIME': plain('DATETIME'),
  'TIMESTAMP TIME': (sql) => `CAST(CAST(${sql} AS TIMESTAMP) AS TIME)`,
};

/** The SQL of a cast, or null for types of which one is not cast to the other. */
export function castScalar(
  sql: string,
  from: ScalarName,
  to: ScalarName,
  isSafe = false,
): string | null {
  if (from === to) return sql;
  const conversion = conversions[`${from} ${to}`];
  return conversion?.(sql, (name) => `gs_${isSafe ? 'safe_' : ''}${name}`) ?? null;
}

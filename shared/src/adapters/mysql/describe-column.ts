import type { Column, ColumnKind } from '../../domain/contract.ts';
import { readDefault } from './column-default.ts';
import type { ColumnRow } from './column-row.ts';
import { readQuotedStrings } from './sql-literals.ts';

type Details = Partial<Column> & { readonly kind: ColumnKind };

const integerBits: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

const shapes: readonly string[] = [
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
];

/** Deepest JSON that each server's parser takes. */
const mysqlJsonDepth = 100;
const mariadbJsonDepth = 31;

function describeInteger(row: ColumnRow, bits: bigint): Details {
  const unsigned = /unsigned/i.test(row.COLUMN_TYPE);
  return {
    kind: /^tinyint\(1\)(?!.*zerofill)/i.test(row.COLUMN_TYPE) ? 'boolean' : 'integer',
    unsigned,
    min: unsigned ? 0n : -(2n ** (bits - 1n)),
    max: unsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n,
  };
}

function describeNumber(row: ColumnRow, kind: 'decimal' | 'float'): Details {
  const singlePrecision = kind === 'float' ? { singlePrecision: row.DATA_TYPE === 'float' } : {};
  const unsigned = /unsigned/i.test(row.COLUMN_TYPE);
  if (row.NUMERIC_SCALE === null) return { kind, unsigned, ...singlePrecision };
  const precision = Number(row.NUMERIC_PRECISION);
  return { kind, unsigned, ...singlePrecision, precision, scale: Number(row.NUMERIC_SCALE) };
}

function describeText(row: ColumnRow): Details {
  const encoding = {
    ...(row.CHARACTER_SET_NAME === null ? {} : { charset: row.CHARACTER_SET_NAME }),
    ...(row.COLLATION_NAME === null ? {} : { collation: row.COLLATION_NAME }),
  };
  if (row.isJsonText) return { kind: 'json', maxDepth: mariadbJsonDepth, ...encoding };
  const type = row.DATA_TYPE;
  if (type === 'enum' || type === 'set') {
    return { kind: type, members: readQuotedStrings(row.COLUMN_TYPE), ...encoding };
  }
  const length = /char$/.test(type)
    ? { maxCharacters: Number(row.CHARACTER_MAXIMUM_LENGTH), fixedLength: type === 'char' }
    : { maxBytes: Number(row.CHARACTER_OCTET_LENGTH) };
  return { kind: 'text', ...length, ...encoding };
}

function describeGeometry(row: ColumnRow, shape: string): Details {
  const { SRS_ID: srid = null } = row;
  return { kind: 'geometry', shape, ...(srid === null ? {} : { srid: Number(srid) }) };
}

function describeType(row: ColumnRow): Details {
  const type = row.DATA_TYPE.toLowerCase();
  const bits = integerBits[type];
  if (bits !== undefined) return describeInteger(row, bits);
  const shape = type === 'geomcollection' ? 'geometrycollection' : type;
  if (shapes.includes(shape)) return describeGeometry(row, shape);
  if (type === 'decimal') return describeNumber(row, 'decimal');
  if (type === 'float' || type === 'double') return describeNumber(row, 'float');
  if (/char$|text$|^enum$|^set$/.test(type)) return describeText(row);
  if (/binary$|blob$/.test(type)) {
    const maxBytes = Number(row.CHARACTER_OCTET_LENGTH);
    return { kind: 'binary', maxBytes, fixedLength: type === 'binary' };
  }
  if (type === 'bit') return { kind: 'bit', bits: Number(row.NUMERIC_PRECISION) };
  if (type === 'json') return { kind: 'json', maxDepth: mysqlJsonDepth };
  if (type === 'date' || type === 'year') return { kind: type };
  if (type === 'datetime' || type === 'timestamp' || type === 'time') {
    return { kind: type, fraction: Number(row.DATETIME_PRECISION) };
  }
  return { kind: 'other' };
}

/** Reads a column of a contract off its row in the catalogue. */
export function describeColumn(row: ColumnRow): Column {
  return {
    name: row.COLUMN_NAME,
    sqlType: row.COLUMN_TYPE,
    nullable: row.IS_NULLABLE === 'YES',
    autoIncrement: /auto_increment/i.test(row.EXTRA),
    generated:
      (row.GENERATION_EXPRESSION ?? '') !== '' || /(STORED|VIRTUAL) GENERATED/i.test(row.EXTRA),
    invisible: /\bINVISIBLE\b/i.test(row.EXTRA),
    ...readDefault(row),
    ...describeType(row),
  };
}

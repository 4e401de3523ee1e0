import type { Column } from '../../domain/contract.ts';
import { describeColumn } from '../mysql/describe-column.ts';

const mostBytes: Readonly<Record<string, number>> = {
  tinytext: 2 ** 8 - 1,
  text: 2 ** 16 - 1,
  mediumtext: 2 ** 24 - 1,
  longtext: 2 ** 32 - 1,
  tinyblob: 2 ** 8 - 1,
  blob: 2 ** 16 - 1,
  mediumblob: 2 ** 24 - 1,
  longblob: 2 ** 32 - 1,
};

/** Without an encoding, since a type's words leave that out. */
export function parseSqlType(sqlType: string): Column {
  const type = /^[a-z]+[0-9]*/i.exec(sqlType)?.[0].toLowerCase() ?? '';
  const [, first, second] = /\((\d+)(?:,(\d+))?\)/.exec(sqlType) ?? [];
  return describeColumn({
    COLUMN_NAME: '',
    DATA_TYPE: type,
    COLUMN_TYPE: sqlType,
    IS_NULLABLE: 'YES',
    COLUMN_DEFAULT: null,
    EXTRA: '',
    CHARACTER_MAXIMUM_LENGTH: first ?? null,
    CHARACTER_OCTET_LENGTH: mostBytes[type] ?? first ?? null,
    NUMERIC_PRECISION: first ?? null,
    NUMERIC_SCALE: second ?? null,
    DATETIME_PRECISION: first ?? 0,
    CHARACTER_SET_NAME: null,
    COLLATION_NAME: null,
    GENERATION_EXPRESSION: null,
    isMariadb: false,
    isJsonText: false,
  });
}

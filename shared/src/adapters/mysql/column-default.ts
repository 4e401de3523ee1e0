import type { Column } from '../../domain/contract.ts';
import type { ColumnRow } from './column-row.ts';
import { readQuotedStrings } from './sql-literals.ts';

type Default = Pick<Column, 'hasDefault' | 'defaultText' | 'defaultsToNow'>;

const presentTime = /^(current_timestamp|now)(\(\d?\))?$/i;
const bareLiteral = /^(-?\d[\d.]*(e[-+]?\d+)?|b'[01]*')$/i;

/** MariaDB writes a default as SQL would: strings in quotes, NULL as a word, expressions as they are. */
function readMariadbDefault(sql: string): Default {
  if (sql === 'NULL') return { hasDefault: false };
  if (presentTime.test(sql)) return { hasDefault: true, defaultsToNow: true };
  if (bareLiteral.test(sql)) return { hasDefault: true, defaultText: sql };
  const [text] = sql.startsWith("'") ? readQuotedStrings(sql) : [];
  return { hasDefault: true, ...(text === undefined ? {} : { defaultText: text }) };
}

/** MySQL 8 writes a literal's bare text, and marks expressions in EXTRA. */
function readMysqlDefault(text: string, extra: string): Default {
  if (presentTime.test(text)) return { hasDefault: true, defaultsToNow: true };
  if (/DEFAULT_GENERATED/i.test(extra)) return { hasDefault: true };
  return { hasDefault: true, defaultText: text };
}

/** What the database puts in where a row leaves the column out; a default of NULL counts as none. */
export function readDefault(row: ColumnRow): Default {
  const { COLUMN_DEFAULT: text, EXTRA: extra, DATA_TYPE: type } = row;
  if (/auto_increment/i.test(extra)) return { hasDefault: true };
  if (text === null) return { hasDefault: false };
  const found = row.isMariadb ? readMariadbDefault(text) : readMysqlDefault(text, extra);
  // The catalogue is text, so the bytes of a binary default may have been lost on the way.
  return /binary|blob/i.test(type) ? { hasDefault: found.hasDefault } : found;
}

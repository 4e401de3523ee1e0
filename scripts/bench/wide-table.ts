import type { Pool } from 'mysql2/promise';
import { numberRows, numbersAtOnce } from './number-rows.ts';

/** A number below 2^32 that `id` gives, another one for each name. */
const spread = (name: string) => `CRC32(CONCAT('${name}', id))`;
/** NULL in one row of `share`. */
const sparse = (share: number, value: string) =>
  `IF(${spread('null')} % ${share} = 0, NULL, ${value})`;

const seconds = `${spread('s')} % (6 * 365 * 86400)`;
const micros = `${spread('u')} % 1000000`;
const moment = `'2018-01-01' + INTERVAL ${seconds} SECOND + INTERVAL ${micros} MICROSECOND`;
const words = '\'naïve; "quoted", tab\tand 🙂 beside Ñandú and plain words to fill a line with\'';

/** Every common type: what the column is made as, and the SQL of its value. */
const columns: Readonly<Record<string, readonly [type: string, value: string]>> = {
  id: ['BIGINT UNSIGNED NOT NULL PRIMARY KEY', 'id'],
  tiny: ['TINYINT NOT NULL', `CAST(${spread('t')} % 256 AS SIGNED) - 128`],
  is_open: ['BOOLEAN NOT NULL', `${spread('b')} % 2`],
  small: ['SMALLINT UNSIGNED NULL', sparse(5, `${spread('s')} % 65536`)],
  medium: ['MEDIUMINT NOT NULL', `CAST(${spread('m')} % 16777216 AS SIGNED) - 8388608`],
  whole: ['INT UNSIGNED NULL', sparse(9, spread('i'))],
  large: ['BIGINT NOT NULL', `CAST(${spread('l')} AS SIGNED) * 2000000011 - 4000000000000000000`],
  amount: ['DECIMAL(18,4) NOT NULL', `(CAST(${spread('a')} AS SIGNED) - 2000000000) / 10000`],
  precise: [
    'DECIMAL(38,10) NULL',
    sparse(3, `CAST(${spread('p')} AS DECIMAL(38,10)) * 1234567890123.0123456789`),
  ],
  share: ['FLOAT NULL', sparse(7, `${spread('f')} / 4294967296`)],
  measure: ['DOUBLE NOT NULL', `${spread('d')} / 7 - 300000000`],
  born_on: ['DATE NULL', sparse(11, `'1950-01-01' + INTERVAL ${spread('d')} % 25000 DAY`)],
  made_at: ['DATETIME(6) NOT NULL', moment],
  seen_at: ['TIMESTAMP(6) NULL', sparse(4, moment)],
  lasted: [
    'TIME(3) NULL',
    sparse(6, `SEC_TO_TIME(CAST(${spread('t')} % 1000000 AS SIGNED) - 500000)`),
  ],
  model_year: ['YEAR NOT NULL', `1950 + ${spread('y')} % 150`],
  flags: ['BIT(12) NOT NULL', `${spread('g')} % 4096`],
  code: [
    'CHAR(12) CHARACTER SET ascii NOT NULL',
    `CONCAT('C-', LPAD(HEX(${spread('c')}), 8, '0'))`,
  ],
  label: ['VARCHAR(100) NULL', sparse(8, `CONCAT('Label ', ${spread('v')})`)],
  notes: ['TEXT NULL', sparse(2, `LEFT(${words}, 10 + ${spread('n')} % 60)`)],
  facts: [
    'JSON NULL',
    sparse(5, `JSON_OBJECT('n', ${spread('j')} % 1000, 'tags', JSON_ARRAY('a', id))`),
  ],
  state: ["ENUM('new','open','held','done') NOT NULL", `1 + ${spread('e')} % 4`],
  marks: ["SET('red','green','blue') NULL", sparse(3, `${spread('k')} % 8`)],
  token: ['BINARY(16) NOT NULL', `UNHEX(MD5(id))`],
  digest: ['VARBINARY(32) NULL', sparse(4, `UNHEX(SHA2(id, 256))`)],
  body: ['BLOB NULL', sparse(2, `REPEAT(UNHEX(MD5(CONCAT('x', id))), 1 + ${spread('z')} % 4)`)],
};

export const wideTable = 'wide_rows';

const list = (cells: (column: [string, readonly [string, string]]) => string) =>
  Object.entries(columns).map(cells).join(',\n  ');

const create = `CREATE TABLE ${wideTable} (
  ${list(([name, [type]]) => `${name} ${type}`)}
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

const insert = `INSERT INTO ${wideTable} SELECT
  ${list(([, [, value]]) => value)}
FROM ${numberRows} WHERE id <= ? ORDER BY id`;

/** Makes a table with a column of every common type, and fills it with rows that are the same every time. */
export async function fillWideTable(pool: Pool, rows: number): Promise<void> {
  await pool.query(create);
  for (let first = 1; first <= rows; first += numbersAtOnce) {
    await pool.query(insert, [first, rows]);
  }
}

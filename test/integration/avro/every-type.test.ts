import type { RowDataPacket } from 'mysql2/promise';
import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { type ContentHash, contentHash } from '../../../shared/src/adapters/avro/content-hash.ts';
import type { EncodedRows } from '../../../shared/src/adapters/avro/encoded-rows.ts';
import { gatherBlocks } from '../../../shared/src/adapters/avro/gather-blocks.ts';
import { planColumns } from '../../../shared/src/adapters/avro/plan-columns.ts';
import { readContainer } from '../../../shared/src/adapters/avro/read-container.ts';
import { rowDecoder } from '../../../shared/src/adapters/avro/row-decoder.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { writeContainer } from '../../../shared/src/adapters/avro/write-container.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { fillTable } from '../../../shared/src/adapters/mysql/restore/fill-table.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { type Codec, codecs } from '../../../shared/src/domain/backup/manifest.ts';
import type { Snapshot } from '../../../shared/src/domain/backup/snapshot.ts';
import type { Contract } from '../../../shared/src/domain/contract.ts';
import { RowBuffer } from '../../../shared/src/domain/packing/row-buffer.ts';
import { collectBytes, inPieces } from '../../support/avro-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const bytes = `X'${Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex')}'`;
const text = `_utf8mb4 X'${Buffer.from('\0\t\n\r\\N\\\'"é漢😀 \u2028').toString('hex')}'`;
const most = (bits: number) => String(2n ** BigInt(bits) - 1n);

/** Of each type, values at its ends and odd ones. */
const types: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['-128', '127'],
  'TINYINT(1)': ['-128', '1'],
  'SMALLINT UNSIGNED': ['0', '65535'],
  MEDIUMINT: ['-8388608', '8388607'],
  'INT UNSIGNED ZEROFILL': ['42', most(32)],
  BIGINT: ['-9223372036854775808', most(63)],
  'BIGINT UNSIGNED': ['0', most(64)],
  'DECIMAL(65,30)': [`-${'9'.repeat(35)}.${'9'.repeat(30)}`, '0.000000000000000000000000000001'],
  'DECIMAL(65,0)': ['9'.repeat(65), `-${'9'.repeat(65)}`],
  'DECIMAL(10,2) UNSIGNED ZEROFILL': ['1.5', '0'],
  FLOAT: ['0.1', '-3.4028234663852886e38', '1e-45', '16777217', '-0e0'],
  'FLOAT(7,3)': ['1234.567'],
  DOUBLE: ['5e-324', '-1.7976931348623157e308', '0.1', '-0e0'],
  'BIT(1)': ["b'1'"],
  'BIT(63)': [most(63)],
  'BIT(64)': [most(64), '0'],
  DATE: ["'0001-01-01'", "'9999-12-31'", "'2000-02-29'"],
  'DATETIME(6)': ["'1000-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'"],
  DATETIME: ["'1969-12-31 23:59:59'"],
  'TIMESTAMP(3) NULL': ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999'"],
  TIME: ["'-838:59:59'", "'838:59:59'"],
  'TIME(6)': ["'-00:00:00.000001'", "'25:01:02.5'"],
  YEAR: ["'0000'", '1901', '2155'],
  'CHAR(4)': [`' é'`, "''"],
  'VARCHAR(40)': [text, "''", "'\\\\N'", "'NULL'", "' a '"],
  'VARCHAR(4) CHARACTER SET latin1': ["_latin1 X'80e9df'", "''"],
  'VARCHAR(4) CHARACTER SET utf16': ["_utf8mb4 'a😀'"],
  LONGTEXT: [`REPEAT(${text}, 40000)`, "''"],
  'BINARY(4)': ["X'ff'", "X'20202020'"],
  'VARBINARY(256)': [bytes, "''"],
  LONGBLOB: [`REPEAT(${bytes}, 4000)`, "''"],
  "ENUM('a','it''s','Größe','')": ['2', '3', '4'],
  "SET('a','b','c')": ['0', '5', '7'],
  JSON: [`'{"ü": [1, null, "😀\\\\u0000"]}'`, "'null'"],
  POINT: ['POINT(1.5, -2)'],
  GEOMETRY: ["ST_GeomFromText('LINESTRING(0 0, 1e-300 1)', 4326)"],
};

const names = Object.keys(types).map((_, at) => `c${at}`);
const longest = Math.max(...Object.values(types).map((values) => values.length));
const rowValues = Array.from({ length: longest + 1 }, (_, row) =>
  Object.values(types).map((values) => (row === 0 ? 'NULL' : (values[row - 1] ?? values[0]))),
);

describe.each(['PRIMARY KEY (id)', 'KEY (id)'])('a table of every type with %s', (key) => {
  const kind = key.startsWith('PRIMARY') ? 'ordered-sha256' : 'multiset-sha256';
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const columns = Object.keys(types).map((type, at) => `c${at} ${type}`);
    await database.pool.query(
      `CREATE TABLE original (id INT NOT NULL AUTO_INCREMENT, ${columns.join(', ')},
       twice BIGINT AS (c0 * 2) STORED, ${key})`,
    );
    for (const values of rowValues) {
      await database.pool.query(
        `INSERT INTO original (${names.join(', ')}) VALUES (${values.join(', ')})`,
      );
    }
  });

  afterAll(() => database.drop());

  async function* encode(
    snapshot: Snapshot,
    contract: Contract,
    hash: ContentHash,
  ): AsyncGenerator<EncodedRows> {
    const encoder = rowEncoder(contract);
    for await (const portion of snapshot.rows(contract.table)) {
      const encoded = encoder.encode(portion);
      hash.add(encoded);
      yield encoded;
    }
  }

  async function backUp(table: string, codec: Codec) {
    const snapshot = await openSnapshot(database.pool, { tables: [table] });
    try {
      const hash = contentHash(kind);
      const contract = snapshot.tables[0]?.contract;
      if (contract === undefined) throw new Error(`There is no ${table}.`);
      const rows = gatherBlocks(encode(snapshot, contract, hash));
      const file = await collectBytes(
        writeContainer({ schema: avroSchema(contract), codec }, rows),
      );
      return { file, hash: hash.digest() };
    } finally {
      await snapshot.close();
    }
  }

  async function restore(table: string, file: Buffer) {
    const container = await readContainer('original.avro', inPieces(file, 65_536));
    const contract = await describeTable(database.pool, table);
    if (contract === undefined) throw new Error(`There is no ${table}.`);
    const plan = planColumns('original.avro', container.schema, contract);
    const decoder = rowDecoder(plan);
    async function* rows() {
      for await (const block of container.blocks()) {
        const into = new RowBuffer();
        decoder.decode(block, into);
        yield { bytes: into.written(), count: block.count };
      }
    }
    const connection = await database.pool.getConnection();
    try {
      await fillTable(connection, table, { table, columns: plan.columns, rows });
    } finally {
      connection.release();
    }
  }

  async function checksum(table: string): Promise<unknown> {
    const [rows] = await database.pool.query<RowDataPacket[]>(`CHECKSUM TABLE ${table} EXTENDED`);
    return rows[0]?.Checksum;
  }

  it.each(codecs)('is the same after a backup and a restore, codec %s', async (codec) => {
    const { file, hash } = await backUp('original', codec);
    expect(hash.startsWith(kind)).toBe(true);
    const copy = `copy_${codec}`;
    await database.pool.query(`CREATE TABLE ${copy} LIKE original`);
    await restore(copy, file);
    expect((await backUp(copy, codec)).hash).toBe(hash);
    expect(await checksum(copy)).toBe(await checksum('original'));
  });
});

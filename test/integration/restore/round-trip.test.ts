import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { contentHash } from '../../../shared/src/adapters/avro/content-hash.ts';
import type { EncodedRows } from '../../../shared/src/adapters/avro/encoded-rows.ts';
import { parseSchema } from '../../../shared/src/adapters/avro/parse-schema.ts';
import { planColumns } from '../../../shared/src/adapters/avro/plan-columns.ts';
import { rowDecoder } from '../../../shared/src/adapters/avro/row-decoder.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { readTableRows } from '../../../shared/src/adapters/mysql/restore/read-table-rows.ts';
import type { Contract } from '../../../shared/src/domain/contract.ts';
import { RowBuffer } from '../../../shared/src/domain/packing/row-buffer.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';

let zone: RestoreZone;
beforeAll(async () => {
  zone = await openRestoreZone();
});
afterAll(() => zone.drop());

async function encodeTable(contract: Contract): Promise<{ blocks: EncodedRows[]; hash: string }> {
  const encoder = rowEncoder(contract);
  const hash = contentHash('ordered-sha256');
  const blocks: EncodedRows[] = [];
  for await (const rows of readTableRows(zone.pool, contract)) {
    const block = encoder.encode(rows);
    hash.add(block);
    blocks.push(block);
  }
  return { blocks, hash: hash.digest() };
}

const checksum = async (table: string) =>
  (await zone.query(`CHECKSUM TABLE ${table} EXTENDED`))[0]?.Checksum;

describe('a table of every type', () => {
  it('comes back from its Avro encoding with the same hash and the same checksum', async () => {
    await zone.query(`CREATE TABLE every (
      id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, small TINYINT, ratio FLOAT, wide DOUBLE, exact DECIMAL(65,30),
      day DATE, at DATETIME(6), instant TIMESTAMP(6) NULL, span TIME(6), y YEAR, bits BIT(64), b1 BIT(1),
      e ENUM('a','it''s','') , s SET('x','y'), j JSON, t LONGTEXT, old VARCHAR(20) CHARACTER SET latin1,
      bin BINARY(4), blobs LONGBLOB, made INT AS (small + 1) STORED, UNIQUE KEY by_span (span, day), KEY words (t(20)))`);
    await zone.query(`INSERT INTO every (id, small, ratio, wide, exact, day, at, instant, span, y, bits, b1, e, s, j, t, old, bin, blobs) VALUES
      (18446744073709551614, -128, 3.4028234e38, 5e-324, -12345678901234567890123456789012345.000000000000000000000000000001,
       '9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999', '-838:59:59', 2155, b'1${'0'.repeat(63)}', 1,
       'it''s', 'x,y', '{"a": [1, "\\\\u00e9"]}', 'Tab\\t, line\\n, back\\\\\\\\, \\0, 😀', 'Größe €', X'00FF0A09', X'5C4E0A0900'),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (4, 0, -0.1, 0.1, 0, '1000-01-01', '1000-01-01 00:00:00', '1970-01-01 00:00:01', '838:59:59', 1901, 0, 0, '', '', 'null', '', '', '', '')`);
    const contract = await describeTable(zone.pool, 'every');
    const before = [
      await checksum('every'),
      await zone.query('SELECT * FROM every'),
      await zone.ddl('every'),
    ];
    const { blocks, hash } = await encodeTable(contract);
    const schema = parseSchema('every.avro', JSON.stringify(avroSchema(contract)));
    const plan = planColumns('every.avro', schema, contract);
    const decoder = rowDecoder(plan);
    await zone.query('DELETE FROM every WHERE id = 3');
    await zone.replacer.replace(
      [
        {
          table: 'every',
          columns: plan.columns,
          async *rows() {
            for (const block of blocks) {
              const buffer = new RowBuffer();
              decoder.decode(block, buffer);
              yield { bytes: buffer.written(), count: block.count };
            }
          },
          async check(scratch) {
            const loaded = await encodeTable({ ...contract, table: scratch });
            expect(loaded.hash).toBe(hash);
          },
        },
      ],
      {},
    );
    expect([
      await checksum('every'),
      await zone.query('SELECT * FROM every'),
      await zone.ddl('every'),
    ]).toEqual(before);
  });
});

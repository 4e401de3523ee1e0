import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { gatherBlocks } from '../../../shared/src/adapters/avro/gather-blocks.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { writeContainer } from '../../../shared/src/adapters/avro/write-container.ts';
import { codecs } from '../../../shared/src/domain/backup/manifest.ts';
import { collectBytes, inOne, restoreFile, wireRows } from '../../support/avro-rows.ts';
import { aColumn, aContract } from '../../support/columns.ts';
import { itIf } from '../../support/skip.ts';

const python = '/usr/bin/python3';

function answers(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasPython = answers(python, '-c', 'import avro.datafile');
const hasSnappy = answers(python, '-c', 'import avro.datafile, snappy');
const hasAvrocat = answers('sh', '-c', 'command -v avrocat');

const contract = aContract('everything', [
  aColumn('integer', { name: 'small', nullable: false }),
  aColumn('integer', { name: 'large', sqlType: 'bigint', max: 2n ** 63n - 1n }),
  aColumn('integer', { name: 'huge', sqlType: 'bigint unsigned', max: 2n ** 64n - 1n }),
  aColumn('decimal', { name: 'exact', sqlType: 'decimal(65,30)', precision: 65, scale: 30 }),
  aColumn('float', { name: 'ratio', sqlType: 'double', singlePrecision: false }),
  aColumn('date', { name: 'day', sqlType: 'date' }),
  aColumn('datetime', { name: 'at', sqlType: 'datetime(6)', fraction: 6 }),
  aColumn('timestamp', { name: 'instant', sqlType: 'timestamp(6)', fraction: 6 }),
  aColumn('time', { name: 'span', sqlType: 'time' }),
  aColumn('text', { name: 'año' }),
  aColumn('binary', { name: 'blob', sqlType: 'blob', maxBytes: 65_535 }),
]);

const jobs = aContract('jobs', [
  aColumn('integer', { name: 'id', nullable: false }),
  aColumn('text', { name: 'job', nullable: false }),
]);

const exact = '-12345678901234567890123456789012345.000000000000000000000000000001';
const full = [
  ['-2147483648', '9223372036854775807', '18446744073709551615', exact, '-0.1'],
  ['9999-12-31', '2021-07-27 16:02:08.000001', '2038-01-19 03:14:07.999999', '-838:59:59'],
  ['é😀\n"', Buffer.from([0, 255, 10])],
].flat();
const rows = [full, ['1', ...Array(10).fill(null)], ...Array(3000).fill(full)];

const script = `
import datetime, decimal, sys, warnings
warnings.simplefilter('ignore')
import avro.datafile, avro.io
records = list(avro.datafile.DataFileReader(open(sys.argv[1], 'rb'), avro.io.DatumReader()))
first = records[0]
utc = datetime.timezone.utc
assert len(records) == 3002
assert all(record == first for record in records[2:])
assert [value for value in records[1].values()] == [1] + [None] * 10
assert first['small'] == -2147483648 and first['large'] == 2 ** 63 - 1
assert first['huge'] == 2 ** 64 - 1
decimal.getcontext().prec = 65
assert first['exact'] == decimal.Decimal('${exact}'), first['exact']
assert first['ratio'] == -0.1 and first['day'] == datetime.date(9999, 12, 31)
epoch = datetime.datetime(1970, 1, 1, tzinfo=utc)
assert first['at'] == (datetime.datetime(2021, 7, 27, 16, 2, 8, 1, utc) - epoch) // datetime.timedelta(microseconds=1)
assert first['instant'] == datetime.datetime(2038, 1, 19, 3, 14, 7, 999999, utc), first['instant']
assert first['span'] == '-838:59:59' and first['a_o'] == 'é😀\\n"' and first['blob'] == bytes([0, 255, 10])
`;

const rewrite = `
import sys, avro.datafile, avro.io, avro.schema
schema = avro.schema.parse('{"type": "record", "name": "jobs", "fields": [{"name": "id", "type": "int"}, {"name": "job", "type": "string"}]}')
writer = avro.datafile.DataFileWriter(open(sys.argv[1], 'wb'), avro.io.DatumWriter(), schema, codec=sys.argv[2])
for number in range(5000):
    writer.append({'id': number, 'job': 'Ingénieur %d' % number})
writer.close()
`;

describe('second readers', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cutover-avro-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  async function writeFile(codec: (typeof codecs)[number]): Promise<string> {
    const encoded = rowEncoder(contract).encode(wireRows(rows));
    const header = { schema: avroSchema(contract), codec };
    const path = join(folder, `${codec}.avro`);
    writeFileSync(path, await collectBytes(writeContainer(header, gatherBlocks(inOne(encoded)))));
    return path;
  }

  for (const codec of codecs) {
    const isThere = codec === 'snappy' ? hasSnappy : hasPython;
    const needs = codec === 'snappy' ? 'python3-avro and python3-snappy' : 'python3-avro';
    itIf(isThere, `${needs} (Debian) is not installed, so it reads no ${codec} file.`)(
      `Python's avro reads every value of a file of codec ${codec}`,
      async () => {
        execFileSync(python, ['-c', script, await writeFile(codec)], { stdio: 'pipe' });
      },
    );

    itIf(hasAvrocat, `avro-bin (Debian) is not installed, so avrocat reads no ${codec} file.`)(
      `avrocat, of Avro's C library, reads every record of a file of codec ${codec}`,
      async () => {
        const printed = execFileSync('avrocat', [await writeFile(codec)], { maxBuffer: 2 ** 26 });
        const lines = printed.toString().trim().split('\n');
        expect(lines).toHaveLength(rows.length);
        expect(lines[0]).toContain('"large": {"long": 9223372036854775807}');
        expect(lines[0]).toContain('"at": {"long": 1627401728000001}');
        expect(lines[1]).toContain('"blob": null');
      },
    );
  }

  for (const codec of ['null', 'deflate', ...(hasSnappy ? ['snappy'] : [])]) {
    itIf(hasPython, `python3-avro (Debian) is not installed, so no ${codec} file of it is read.`)(
      `a file that Python's avro writes with codec ${codec} is read here`,
      async () => {
        const path = join(folder, `python-${codec}.avro`);
        execFileSync(python, ['-c', rewrite, path, codec], { stdio: 'pipe' });
        const restored = await restoreFile(readFileSync(path), jobs);
        expect(restored.rows).toHaveLength(5000);
        expect(restored.rows[4999]).toEqual(['4999', 'Ingénieur 4999']);
      },
    );
  }
});

import fc from 'fast-check';
import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { contentHash } from '../../../shared/src/adapters/avro/content-hash.ts';
import { gatherBlocks } from '../../../shared/src/adapters/avro/gather-blocks.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { writeContainer } from '../../../shared/src/adapters/avro/write-container.ts';
import { codecs } from '../../../shared/src/domain/backup/manifest.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import {
  avscType,
  collectBytes,
  inOne,
  readByAvsc,
  restoreFile,
  type WireCell,
  wireRows,
  writeByAvsc,
} from '../../support/avro-rows.ts';
import { aColumn, aContract } from '../../support/columns.ts';

interface TypeOfColumn {
  readonly column: Column;
  readonly values: fc.Arbitrary<string | Buffer>;
}

const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
const long = (min: bigint, max: bigint) =>
  fc.oneof(fc.constantFrom(min, max, 0n < min ? min : 0n), fc.bigInt({ min, max })).map(String);

function integer(sqlType: string, min: bigint, max: bigint): TypeOfColumn {
  return { column: aColumn('integer', { sqlType, min, max }), values: long(min, max) };
}

function decimal(precision: number, scale: number): TypeOfColumn {
  const most = 10n ** BigInt(precision) - 1n;
  const values = long(-most, most).map((unscaled) => {
    const digits = unscaled.replace('-', '').padStart(scale + 1, '0');
    const point = digits.length - scale;
    const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return unscaled.startsWith('-') ? `-${text}` : text;
  });
  const sqlType = `decimal(${precision},${scale})`;
  return { column: aColumn('decimal', { sqlType, precision, scale }), values };
}

const floats = { noNaN: true, noDefaultInfinity: true };
const floatText = (value: number) => (Object.is(value, -0) ? '-0' : String(value));
const double: TypeOfColumn = {
  column: aColumn('float', { sqlType: 'double', singlePrecision: false }),
  values: fc.double(floats).map(floatText),
};
const single: TypeOfColumn = {
  column: aColumn('float', { sqlType: 'float', singlePrecision: true }),
  values: fc.float(floats).map(floatText),
};

const first = Date.UTC(1000, 0, 1);
const last = Date.UTC(9999, 11, 31, 23, 59, 59);
const second = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
const seconds = (from: number, to: number) =>
  fc
    .oneof(
      fc.constantFrom(from, to, -1000, 0),
      fc.integer({ min: from / 1000, max: to / 1000 }).map((s) => s * 1000),
    )
    .map((time) => second(Math.min(Math.max(time, from), to)));

function moment(
  kind: 'datetime' | 'timestamp',
  fraction: number,
  values: fc.Arbitrary<string>,
): TypeOfColumn {
  const sqlType = fraction === 0 ? kind : `${kind}(${fraction})`;
  const decimals = fc.integer({ min: 0, max: 10 ** fraction - 1 });
  return {
    column: aColumn(kind, { sqlType, fraction }),
    values: fc
      .tuple(values, decimals)
      .map(([text, part]) => (fraction === 0 ? text : `${text}.${pad(part, fraction)}`)),
  };
}

const date: TypeOfColumn = {
  column: aColumn('date', { sqlType: 'date' }),
  values: fc.oneof(
    fc.constantFrom('0000-01-01', '0001-01-01', '1582-10-10', '2000-02-29'),
    seconds(first, last).map((text) => text.slice(0, 10)),
  ),
};
const time: TypeOfColumn = {
  column: aColumn('time', { sqlType: 'time(6)', fraction: 6 }),
  values: fc.constantFrom(
    '838:59:59.000000',
    '-838:59:59.000000',
    '00:00:00.000000',
    '-00:00:00.000001',
    '24:00:00.999999',
  ),
};
const year: TypeOfColumn = {
  column: aColumn('year', { sqlType: 'year(4)' }),
  values: fc.constantFrom('0000', '1901', '2026', '2155'),
};
const bits = (width: number): TypeOfColumn => ({
  column: aColumn('bit', { sqlType: `bit(${width})`, bits: width }),
  values: long(0n, 2n ** BigInt(width) - 1n),
});
const odd = [
  '',
  ' ',
  '\0',
  'a\tb',
  'a\nb\r',
  'a\\N',
  '\\N',
  'é',
  '日本',
  '😀',
  'NULL',
  '\u2028',
  'x'.repeat(300),
];
const texts = fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'binary', maxLength: 40 }));
const text: TypeOfColumn = { column: aColumn('text', { sqlType: 'longtext' }), values: texts };
const json: TypeOfColumn = {
  column: aColumn('json', { sqlType: 'json' }),
  values: fc.constantFrom('null', '{}', '{"a": [1, "é", 1e400]}', '"\\u0000"', '[[[[]]]]'),
};
const members = aColumn('enum', { sqlType: "enum('a','it''s','')", members: ['a', "it's", ''] });
const enumeration: TypeOfColumn = { column: members, values: fc.constantFrom('a', "it's", '') };
const set: TypeOfColumn = {
  column: aColumn('set', { sqlType: "set('a','b')", members: ['a', 'b'] }),
  values: fc.constantFrom('', 'a', 'b', 'a,b'),
};
const other: TypeOfColumn = {
  column: aColumn('other', { sqlType: 'inet6' }),
  values: fc.constantFrom('::', 'ffff::1'),
};
const blobs = fc.oneof(
  fc.constantFrom(Buffer.alloc(0), Buffer.from([0, 9, 10, 13, 92, 255]), Buffer.alloc(70_000, 7)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);
const binary = (overrides: Partial<Column>): TypeOfColumn => ({
  column: aColumn('binary', { sqlType: 'longblob', maxBytes: 2 ** 32 - 1, ...overrides }),
  values: blobs,
});

const types: readonly TypeOfColumn[] = [
  integer('tinyint(4)', -128n, 127n),
  integer('mediumint(8) unsigned', 0n, 2n ** 24n - 1n),
  integer('int(11)', -(2n ** 31n), 2n ** 31n - 1n),
  integer('int(10) unsigned', 0n, 2n ** 32n - 1n),
  integer('bigint(20)', -(2n ** 63n), 2n ** 63n - 1n),
  integer('bigint(20) unsigned', 0n, 2n ** 64n - 1n),
  { column: aColumn('boolean'), values: fc.constantFrom('0', '1', '-128', '127') },
  decimal(6, 2),
  decimal(65, 30),
  decimal(65, 0),
  decimal(30, 30),
  double,
  single,
  date,
  moment('datetime', 0, seconds(first, last)),
  moment('datetime', 6, seconds(first, last)),
  moment('timestamp', 3, seconds(1000, 2 ** 31 * 1000 - 1000)),
  time,
  year,
  bits(1),
  bits(63),
  bits(64),
  text,
  {
    column: aColumn('text', { sqlType: 'varchar(300)', maxCharacters: 300, charset: 'latin1' }),
    values: fc.constantFrom('', 'é', '€', 'x '),
  },
  json,
  enumeration,
  set,
  other,
  binary({}),
  binary({ kind: 'geometry', sqlType: 'point' }),
  binary({ kind: 'text', sqlType: 'varchar(9)', charset: 'binary' }),
  binary({ kind: 'other', sqlType: 'vector(2)' }),
];

/** A table with a few columns of any types, some of them nullable, and rows for it. */
const tables = fc
  .array(fc.tuple(fc.constantFrom(...types), fc.boolean()), { minLength: 1, maxLength: 8 })
  .chain((chosen) => {
    const columns = chosen.map(([{ column }, nullable], at) => ({
      ...column,
      nullable,
      name: `c${at}`,
    }));
    const cells = chosen.map(
      ([{ values }, nullable]): fc.Arbitrary<WireCell> =>
        nullable ? fc.option(values, { nil: null }) : values,
    );
    return fc.record({
      contract: fc.constant(aContract('t', columns)),
      rows: fc.array(fc.tuple(...cells) as fc.Arbitrary<WireCell[]>, { maxLength: 12 }),
      codec: fc.constantFrom(...codecs),
    });
  });

const asLoaded = (rows: readonly (readonly WireCell[])[]) =>
  rows.map((row) => row.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('hex') : cell)));

describe('rows in Avro', () => {
  it('come back as they were, for tables of every type, with the same content hash', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ contract, rows, codec }) => {
        const encoded = rowEncoder(contract).encode(wireRows(rows));
        const hash = contentHash('ordered-sha256');
        hash.add(encoded);
        const schema = avroSchema(contract);
        const file = await collectBytes(
          writeContainer({ schema, codec }, gatherBlocks(inOne(encoded))),
        );
        const restored = await restoreFile(file, contract);
        expect(restored.rows).toEqual(asLoaded(rows));
        expect(restored.hash).toBe(hash.digest());
      }),
      { numRuns: 300 },
    );
  });

  it('are read by avsc, written by it again to the same bytes, and read here from its own file', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ contract, rows, codec }) => {
        fc.pre(codec !== 'snappy');
        const encoded = rowEncoder(contract).encode(wireRows(rows));
        // Blocks give the memory of what they were made of back.
        const expected = Buffer.from(encoded.bytes);
        const schema = avroSchema(contract);
        const file = await collectBytes(
          writeContainer({ schema, codec }, gatherBlocks(inOne(encoded))),
        );
        const records = await readByAvsc(file);
        expect(records).toHaveLength(rows.length);
        const type = avscType(schema);
        expect(Buffer.concat(records.map((record) => type.toBuffer(record)))).toEqual(expected);
        const theirs = await writeByAvsc(schema, records, codec);
        expect((await restoreFile(theirs, contract)).rows).toEqual(asLoaded(rows));
      }),
      { numRuns: 50 },
    );
  });

  it.each(
    types.map(({ column, values }) => ({
      type: `${column.kind} ${column.sqlType}`,
      column,
      values,
    })),
  )('keep NULL and every value of $type', async ({ column, values }) => {
    const contract = aContract('t', [{ ...column, nullable: true }]);
    const rows = [[null], ...fc.sample(values, 60).map((value) => [value])];
    const encoded = rowEncoder(contract).encode(wireRows(rows));
    const file = await collectBytes(
      writeContainer({ schema: avroSchema(contract), codec: 'null' }, gatherBlocks(inOne(encoded))),
    );
    expect((await restoreFile(file, contract)).rows).toEqual(asLoaded(rows));
  });
});

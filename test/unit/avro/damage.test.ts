import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { writeContainer } from '../../../shared/src/adapters/avro/write-container.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { codecs } from '../../../shared/src/domain/backup/manifest.ts';
import { noMember } from '../../../shared/src/domain/backup/wire-rows.ts';
import {
  collectBytes,
  inOne,
  type RestoredFile,
  restoreFile,
  wireRows,
} from '../../support/avro-rows.ts';
import { aColumn, aContract, hiredEmployees } from '../../support/columns.ts';

const sync = Buffer.alloc(16, 0xa5);

const rows = Array.from({ length: 40 }, (_, row) => [
  String(row + 1),
  `Ana Souza ${row}`,
  row % 5 === 0 ? null : '2021-07-27 16:02:08',
  String(row % 7),
  null,
]);

async function writeRows(codec: (typeof codecs)[number]): Promise<Buffer> {
  const header = { schema: avroSchema(hiredEmployees), codec, sync };
  const encoder = rowEncoder(hiredEmployees);
  const blocks = [rows.slice(0, 20), rows.slice(20)].map((part) => encoder.encode(wireRows(part)));
  return collectBytes(writeContainer(header, inOne(...blocks)));
}

/**
 * Whether a changed byte may leave all rows as they are: in the header, for a name or an attribute,
 * and at the end of a block, where deflate fills its last byte up with bits that nobody reads.
 */
function holdsNoRow(file: Buffer, at: number): boolean {
  return at < file.indexOf(sync) || file.indexOf(sync, at) === at + 1;
}

/** What a restore makes of a file: its rows, or the refusal; anything else is thrown on. */
async function tryFile(file: Buffer): Promise<RestoredFile | AppError> {
  try {
    return await restoreFile(file, hiredEmployees);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe.each(codecs)('a damaged file of codec %s', (codec) => {
  it('is refused, or gives itself away by its hash, whichever bit is flipped', async () => {
    const file = await writeRows(codec);
    const whole = await restoreFile(file, hiredEmployees);
    for (let at = 0; at < file.length; at++) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const found = await tryFile(damaged);
      if (found instanceof AppError) {
        expect(['invalid-object', 'unsupported']).toContain(found.code);
      } else if (found.hash === whole.hash) {
        expect(found.rows).toEqual(whole.rows);
        expect(holdsNoRow(file, at)).toBe(true);
      }
    }
  });

  it('is refused wherever it is cut, but for the ends of its blocks, where rows are missing', async () => {
    const file = await writeRows(codec);
    const ends: number[] = [];
    for (let at = file.indexOf(sync); at >= 0; at = file.indexOf(sync, at + 16)) ends.push(at + 16);
    expect(ends).toHaveLength(3);
    for (let size = 0; size < file.length; size++) {
      const found = await tryFile(file.subarray(0, size));
      if (ends.includes(size))
        expect(found).toMatchObject({ rows: rows.slice(0, 20 * ends.indexOf(size)) });
      else expect(found).toMatchObject({ code: 'invalid-object' });
    }
  });

  it('is refused with anything behind its last block', async () => {
    const file = await writeRows(codec);
    const found = await tryFile(Buffer.concat([file, Buffer.from('x')]));
    expect(found).toMatchObject({ code: 'invalid-object' });
  });
});

describe('a damaged file', () => {
  const contract = aContract('t', [aColumn('text', { name: 'a', nullable: false })]);
  const schema = JSON.stringify(avroSchema(contract));
  const long = (value: number) => {
    const bytes: number[] = [];
    let rest = 2 * value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    return Buffer.from([...bytes, rest]);
  };
  const text = (value: string) =>
    Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)]);
  const sync = Buffer.alloc(16, 1);
  const header = (entries: Record<string, string>) =>
    Buffer.concat([
      Buffer.from('Obj\x01', 'latin1'),
      long(Object.keys(entries).length),
      ...Object.entries(entries).flat().map(text),
      long(0),
      sync,
    ]);
  const good = header({ 'avro.schema': schema });
  const read = (...parts: Buffer[]) => restoreFile(Buffer.concat(parts), contract);

  it('says where a marker is wrong, and of which file', async () => {
    const block = Buffer.concat([long(1), long(2), text('a'), Buffer.alloc(16, 2)]);
    await expect(read(good, block)).rejects.toMatchObject({
      code: 'invalid-object',
      message: `t.avro is damaged or no Avro file: the block at byte ${good.length} is not followed by the file's marker. Take another copy of it.`,
    });
  });

  it('asks for no memory by a length that is out of all bounds', async () => {
    await expect(read(good, long(1), long(2 ** 45))).rejects.toThrow(/a length of 35184372088832/);
    await expect(read(good, Buffer.from([1]))).rejects.toThrow('has a negative number of rows');
    await expect(read(good, Buffer.alloc(11, 0xff))).rejects.toThrow('no number of a usual size');
  });

  it('is refused where it promises more rows than its bytes can hold, or fewer', async () => {
    await expect(read(good, long(9), long(2), text('a'), sync)).rejects.toThrow(
      'too short for 9 rows',
    );
    await expect(read(good, long(2), long(2), text('a'), sync)).rejects.toThrow(
      'In row 2 of t.avro the value of the column a ends in the middle of a number',
    );
    await expect(read(good, long(1), long(4), text('a'), text('b'), sync)).rejects.toThrow(
      'behind row 1 its block goes on',
    );
  });

  it('is refused without a schema, or with one that is no record', async () => {
    await expect(read(header({ a: 'b' }))).rejects.toThrow('its header has no schema');
    await expect(read(header({ 'avro.schema': '{' }))).rejects.toThrow('is not an Avro schema');
    await expect(read(header({ 'avro.schema': '{"type": "record"}' }))).rejects.toThrow(
      'is not an Avro schema',
    );
    await expect(read(header({ 'avro.schema': '"string"' }))).rejects.toThrow('a record');
  });

  it('is unsupported with a codec that nobody here knows, which is named', async () => {
    await expect(read(header({ 'avro.schema': schema, 'avro.codec': 'xz' }))).rejects.toMatchObject(
      { code: 'unsupported', message: expect.stringContaining('"xz"') },
    );
  });

  it('is refused with text that is not UTF-8', async () => {
    const block = Buffer.concat([long(1), long(2), Buffer.from([2, 0xff]), sync]);
    await expect(read(good, block)).rejects.toThrow('the column a has text that is not UTF-8');
  });

  it('may hold no block at all, or blocks of no rows', async () => {
    expect((await read(good)).rows).toEqual([]);
    expect((await read(good, long(0), long(0), sync)).rows).toEqual([]);
  });
});

describe('a value that Avro can not keep', () => {
  it.each([
    ['date', '0000-00-00'],
    ['date', '2020-00-01'],
    ['date', '2021-02-29'],
    ['datetime', '0000-00-00 00:00:00'],
    ['timestamp', '0000-00-00 00:00:00'],
  ] as const)('is refused with its column and its table: %s %s', (kind, value) => {
    const contract = aContract('people', [aColumn(kind, { name: 'born', sqlType: kind })]);
    expect(() => rowEncoder(contract).encode(wireRows([['2020-01-01'], [value]].slice(1)))).toThrow(
      `The column born of people (${kind}) holds "${value}", which a backup can't keep as it is.`,
    );
  });

  it('is what an ENUM shows for a value that is none of its list, and an empty member is none such', () => {
    const contract = aContract('people', [
      aColumn('enum', { name: 'size', sqlType: "enum('','a')" }),
    ]);
    expect(() => rowEncoder(contract).encode(wireRows([['']]))).not.toThrow();
    expect(() => rowEncoder(contract).encode(wireRows([[noMember]]))).toThrow(
      "The column size of people (enum('','a')) holds a value that is not in its list, which a backup can't keep",
    );
  });

  it('is a NULL of a column that may not hold one', () => {
    const contract = aContract('people', [aColumn('integer', { name: 'id', nullable: false })]);
    expect(() => rowEncoder(contract).encode(wireRows([[null]]))).toThrow(
      'id of people (int(11)) holds NULL',
    );
  });

  it('is a row with more or fewer columns than the contract', () => {
    const contract = aContract('people', [aColumn('integer', { name: 'id' })]);
    expect(() => rowEncoder(contract).encode(wireRows([['1', '2']]))).toThrow(
      'A row of people does not have the columns that were asked for.',
    );
  });
});

import fc from 'fast-check';
import { packSnappy } from '../../../shared/src/adapters/avro/snappy/pack-snappy.ts';
import { unpackSnappy } from '../../../shared/src/adapters/avro/snappy/unpack-snappy.ts';

const most = 10_000_000;
const bytes = (...values: number[]) => Buffer.from(values);
const unpackText = (packed: Buffer) => Buffer.from(unpackSnappy(packed, most)).toString('latin1');

/** Bytes in which something repeats, near and far. */
const repeating = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 40 })))
  .map((parts) =>
    Buffer.concat(parts.flatMap(([part, times]) => Array(times).fill(Buffer.from(part)))),
  );

describe('Snappy', () => {
  it('unpacks what it packs', () => {
    const check = (rows: Uint8Array) =>
      expect(Buffer.from(unpackSnappy(packSnappy(rows), most))).toEqual(Buffer.from(rows));
    fc.assert(fc.property(fc.oneof(repeating, fc.uint8Array({ maxLength: 300 })), check));
    const random = Buffer.from(
      Array.from({ length: 200_000 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 24),
    );
    for (const rows of [
      random,
      Buffer.alloc(70_000),
      Buffer.concat([random, random]),
      Buffer.alloc(0),
    ])
      check(rows);
  });

  it('packs what repeats', () => {
    expect(packSnappy(Buffer.from('Ana Souza, '.repeat(10_000))).length).toBeLessThan(7000);
  });

  it('unpacks literals and copies of every form', () => {
    expect(unpackText(bytes(0))).toBe('');
    expect(unpackText(bytes(3, 2 << 2, 97, 98, 99))).toBe('abc');
    expect(unpackText(bytes(3, 60 << 2, 2, 97, 98, 99))).toBe('abc');
    expect(unpackText(bytes(3, 61 << 2, 2, 0, 97, 98, 99))).toBe('abc');
    expect(unpackText(bytes(3, 62 << 2, 2, 0, 0, 97, 98, 99))).toBe('abc');
    expect(unpackText(bytes(3, 63 << 2, 2, 0, 0, 0, 97, 98, 99))).toBe('abc');
    expect(unpackText(bytes(7, 2 << 2, 97, 98, 99, 1, 3))).toBe('abcabca');
    expect(unpackText(bytes(6, 2 << 2, 97, 98, 99, (2 << 2) | 2, 3, 0))).toBe('abcabc');
    expect(unpackText(bytes(6, 2 << 2, 97, 98, 99, (2 << 2) | 3, 1, 0, 0, 0))).toBe('abcccc');
  });

  it.each([
    ['its data end too early', bytes(3, 2 << 2, 97)],
    ['it holds less than its length says', bytes(3)],
    ['it refers to what is before its beginning', bytes(8, 2 << 2, 97, 98, 99, 1, 4)],
    ['it refers to what is before its beginning', bytes(8, 2 << 2, 97, 98, 99, 1, 0)],
    ['it holds more than its length says', bytes(2, 2 << 2, 97, 98, 99)],
    ['it holds less than its length says', bytes(4, 2 << 2, 97, 98, 99)],
    ['its length is not a number', bytes(255, 255, 255, 255, 255, 1)],
    ['it holds more than 10000000 bytes', bytes(255, 255, 255, 127, 0)],
  ])('refuses damage: %s', (reason, packed) => {
    expect(() => unpackSnappy(packed, most)).toThrow(reason);
  });
});

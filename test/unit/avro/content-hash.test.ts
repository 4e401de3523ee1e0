import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contentHash } from '../../../shared/src/adapters/avro/content-hash.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { type WireCell, wireRows } from '../../support/avro-rows.ts';
import { aColumn, aContract } from '../../support/columns.ts';

const contract = aContract('t', [
  aColumn('text', { name: 'a', sqlType: 'text' }),
  aColumn('text', { name: 'b', sqlType: 'text' }),
]);
const kinds = ['ordered-sha256', 'multiset-sha256'] as const;
type Rows = readonly (readonly WireCell[])[];

function hashOf(kind: (typeof kinds)[number], ...portions: Rows[]): string {
  const hash = contentHash(kind);
  const encoder = rowEncoder(contract);
  for (const rows of portions) hash.add(encoder.encode(wireRows(rows)));
  return hash.digest();
}

const sha = (row: Buffer) => BigInt(`0x${createHash('sha256').update(row).digest('hex')}`);
const cells = fc.option(fc.string({ maxLength: 3 }), { nil: null });
const someRows = fc.array(fc.tuple(cells, cells), { maxLength: 8 });

describe('the content hash', () => {
  it('of rows in order is the SHA-256 of their encodings', () => {
    const encoded = Buffer.from([2, 2, 97, 0, 0, 2, 2, 98]);
    expect(
      hashOf('ordered-sha256', [
        ['a', null],
        [null, 'b'],
      ]),
    ).toBe(`ordered-sha256:${createHash('sha256').update(encoded).digest('hex')}`);
  });

  it('of rows in no order is the sum of their SHA-256, modulo 2^256', () => {
    const rows: Rows = Array.from({ length: 100 }, () => ['a', null]);
    const sum = (100n * sha(Buffer.from([2, 2, 97, 0]))) % 2n ** 256n;
    expect(hashOf('multiset-sha256', rows)).toBe(
      `multiset-sha256:${sum.toString(16).padStart(64, '0')}`,
    );
  });

  it.each(kinds)('%s does not depend on the portions', (kind) => {
    fc.assert(
      fc.property(someRows, fc.nat(8), (rows, at) => {
        expect(hashOf(kind, rows.slice(0, at), rows.slice(at))).toBe(hashOf(kind, rows));
      }),
    );
  });

  it.each(kinds)('%s tells rows apart', (kind) => {
    fc.assert(
      fc.property(someRows, someRows, (rows, others) => {
        const same = JSON.stringify([...rows].sort()) === JSON.stringify([...others].sort());
        fc.pre(!same);
        expect(hashOf(kind, rows)).not.toBe(hashOf(kind, others));
      }),
    );
  });

  it.each([
    ['NULL and the empty text', [[null, 'a']], [['', 'a']]],
    ['where a value ends', [['ab', 'c']], [['a', 'bc']]],
    ['columns', [['a', 'b']], [['b', 'a']]],
    [
      'how often a row is there',
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      [['a', 'b']],
    ],
  ] as const)('tells %s apart', (_what, rows, others) => {
    for (const kind of kinds) expect(hashOf(kind, rows)).not.toBe(hashOf(kind, others));
  });

  it('of a multiset is the same in any order, and of ordered rows is not', () => {
    const rows: Rows = [
      ['a', 'b'],
      [null, null],
      ['c', null],
    ];
    const turned = rows.toReversed();
    expect(hashOf('multiset-sha256', turned)).toBe(hashOf('multiset-sha256', rows));
    expect(hashOf('ordered-sha256', turned)).not.toBe(hashOf('ordered-sha256', rows));
  });

  it('does not know the names of the table and its columns', () => {
    const renamed = aContract(
      'u',
      contract.columns.map((column) => ({ ...column, name: `${column.name}2` })),
    );
    const hash = contentHash('ordered-sha256');
    hash.add(rowEncoder(renamed).encode(wireRows([['a', null]])));
    expect(hash.digest()).toBe(hashOf('ordered-sha256', [['a', null]]));
  });
});

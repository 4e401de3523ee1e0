import { sameStored } from '../../../shared/src/domain/same-stored.ts';
import { aColumn } from '../../support/columns.ts';

describe('two texts stand for the same stored value', () => {
  it.each([
    ['float', '1e+21', '1e21'],
    ['json', '{"a": 1.0, "b": [true]}', '{"b":[true],"a":1}'],
    ['geometry', 'MULTIPOINT((1 2),(3 4))', 'MULTIPOINT(1.0 2,3 4)'],
    ['other', 'ABCDEF', 'abcdef'],
    ['text', 'same', 'same'],
  ] as const)('in a column of kind %s: %s and %s', (kind, a, b) => {
    expect(sameStored(aColumn(kind), a, b)).toBe(true);
  });

  it.each([
    ['text', 'a', 'A'],
    ['text', '', null],
    ['float', '0.1', '0.10000000149011612'],
    ['json', '[1,2]', '[2,1]'],
    ['json', '{"a":null}', '{"b":null}'],
    ['json', '[]', '{}'],
    ['geometry', 'POINT(1 2)', 'POINT(2 1)'],
  ] as const)('but not in a column of kind %s: %s and %s', (kind, a, b) => {
    expect(sameStored(aColumn(kind), a, b)).toBe(false);
    expect(sameStored(aColumn(kind), b, a)).toBe(false);
  });
});

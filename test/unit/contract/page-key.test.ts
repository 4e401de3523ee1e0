import type { Contract } from '../../../shared/src/domain/contract.ts';
import { choosePageKey } from '../../../shared/src/domain/rows/page-key.ts';
import { aColumn, aContract } from '../../support/columns.ts';

const needed = { nullable: false };
const columns = [
  aColumn('integer', { name: 'id', ...needed }),
  aColumn('text', { name: 'code', ...needed }),
  aColumn('text', { name: 'loose' }),
  aColumn('set', { name: 'tags', ...needed }),
];

const keyOf = (keys: Partial<Contract>) => {
  const key = choosePageKey({ ...aContract('t', columns), ...keys });
  return key === null ? null : [key.name, ...key.columns.map(({ name }) => name)];
};

describe('the key by which pages follow one another', () => {
  it('is the primary key, whatever else there is', () => {
    const uniqueKeys = [{ name: 'a', columns: ['code'] }];
    expect(keyOf({ primaryKey: ['code', 'id'], uniqueKeys })).toEqual(['PRIMARY', 'code', 'id']);
  });

  it('is else the shortest unique key without NULLs', () => {
    const uniqueKeys = [
      { name: 'wide', columns: ['id', 'code'] },
      { name: 'nulls', columns: ['loose'] },
      { name: 'z', columns: ['code'] },
      { name: 'b', columns: ['id'] },
    ];
    expect(keyOf({ uniqueKeys })).toEqual(['b', 'id']);
  });

  it('is none where each has NULLs or values that are not ordered', () => {
    const uniqueKeys = [{ name: 'nulls', columns: ['id', 'loose'] }];
    expect(keyOf({ uniqueKeys, primaryKey: ['tags'] })).toBeNull();
    expect(keyOf({})).toBeNull();
  });
});

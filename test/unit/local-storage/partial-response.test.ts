import { selectFields } from '../../../scripts/local/storage/partial-response.ts';

const list = {
  kind: 'k',
  items: [
    { name: 'a', size: '1', metadata: { x: '1', y: '2' } },
    { name: 'b', size: '2' },
  ],
};

describe('the parameter fields', () => {
  it.each([
    ['kind', { kind: 'k' }],
    ['items(name)', { items: [{ name: 'a' }, { name: 'b' }] }],
    ['items/name,kind', { kind: 'k', items: [{ name: 'a' }, { name: 'b' }] }],
    [
      'items/name,items/size',
      {
        items: [
          { name: 'a', size: '1' },
          { name: 'b', size: '2' },
        ],
      },
    ],
    ['items(name,metadata/x)', { items: [{ name: 'a', metadata: { x: '1' } }, { name: 'b' }] }],
    ['items/*', { items: list.items }],
    ['*', list],
    ['absent', {}],
    ['items,items/name', { items: [{ name: 'a' }, { name: 'b' }] }],
  ])('%s selects', (fields, selected) => {
    expect(selectFields(list, fields)).toEqual(selected);
  });

  it.each(['items(name', 'items)', ',', 'a//b', ''])('%j is refused', (fields) => {
    expect(() => selectFields(list, fields)).toThrow('fields');
  });
});

import { settingsOf } from '../../../scripts/local/bigquery/catalogue/partitions.ts';
import { toColumns, toFields } from '../../../scripts/local/bigquery/catalogue/schema.ts';
import { formatType } from '../../../scripts/local/bigquery/google-type.ts';
import { mergePatch } from '../../../scripts/local/bigquery/rest/merge-patch.ts';

describe('a schema of the API', () => {
  const fields = [
    { name: 'id', type: 'INTEGER', mode: 'REQUIRED' as const, description: 'Key' },
    { name: 'share', type: 'FLOAT', mode: 'NULLABLE' as const, defaultValueExpression: '0.5' },
    {
      name: 'parts',
      type: 'RECORD',
      mode: 'REPEATED' as const,
      fields: [{ name: 'ok', type: 'BOOLEAN', mode: 'NULLABLE' as const }],
    },
  ];

  it('is the columns of a table, and comes back from them', () => {
    const columns = toColumns(fields);
    expect(columns.map(({ type }) => formatType(type))).toEqual([
      'INT64',
      'FLOAT64',
      'ARRAY<STRUCT<ok BOOL>>',
    ]);
    expect(toFields(columns)).toEqual(fields);
  });

  it.each([
    [[{ name: 'a b!', type: 'STRING' }], 'Invalid field name'],
    [[{ name: '_PARTITIONTIME', type: 'STRING' }], 'Invalid field name'],
    [[{ name: 'r', type: 'RECORD' }], 'has no schema'],
    [[{ name: 'n', type: 'GEOGRAPHY' }], 'does not support columns of type GEOGRAPHY'],
  ])('%j is refused', (wrong, message) => {
    expect(() => toColumns(wrong)).toThrow(message);
  });
});

describe('the PARTITION BY of a table', () => {
  const definition = {
    orReplace: false,
    tolerant: false,
    description: null,
    query: null,
    clusterBy: [],
    cascade: false,
  };

  it.each([
    ['day', { timePartitioning: { type: 'DAY', field: 'day' } }],
    ['DATE(ts)', { timePartitioning: { type: 'DAY', field: 'ts' } }],
    ['TIMESTAMP_TRUNC(ts, HOUR)', { timePartitioning: { type: 'HOUR', field: 'ts' } }],
    ['DATE_TRUNC(day, YEAR)', { timePartitioning: { type: 'YEAR', field: 'day' } }],
    [
      'RANGE_BUCKET(n, GENERATE_ARRAY(0, 100, 10))',
      { rangePartitioning: { field: 'n', range: { start: '0', end: '100', interval: '10' } } },
    ],
  ])('%s is kept as the API says it', (partitionBy, settings) => {
    expect(settingsOf({ ...definition, partitionBy })).toEqual(settings);
  });

  it.each(['_PARTITIONDATE', 'MOD(n, 2)'])('%s is refused', (partitionBy) => {
    expect(() => settingsOf({ ...definition, partitionBy })).toThrow();
  });
});

describe('a patch', () => {
  it('replaces, adds, and removes by null, also inside of objects (RFC 7396)', () => {
    const target = { a: 1, labels: { x: '1', y: '2' }, list: [1, 2] };
    const patch = { a: null, labels: { x: null, z: '3' }, list: [3], b: 'new' };
    expect(mergePatch(target, patch)).toEqual({
      labels: { y: '2', z: '3' },
      list: [3],
      b: 'new',
    });
  });
});

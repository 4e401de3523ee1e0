import { listValue } from '@duckdb/node-api';
import type { ScalarName } from '../../../scripts/local/bigquery/google-type.ts';
import { openGoogleSqlDatabase } from '../../support/google-sql-database.ts';

/** Elements of an array, and what is looked for, as GoogleSQL writes them. */
const kinds: readonly { kind: ScalarName; elements: readonly string[]; values: unknown[] }[] = [
  { kind: 'STRING', elements: ["'a'", "'A'", "''"], values: ['a', 'A', ''] },
  { kind: 'INT64', elements: ['1', '0', '-7'], values: [1n, 0n, -7n] },
  { kind: 'BOOL', elements: ['TRUE', 'FALSE', 'TRUE'], values: [true, false, true] },
];

// "If the array is empty or NULL, IN returns FALSE"; else as `=` with each element, joined by OR
// (GoogleSQL reference, "IN operators").
test.each(kinds)(
  'a $kind is in a list parameter just where it equals an element',
  async ({ kind, elements, values }) => {
    const database = await openGoogleSqlDatabase();
    const type = { kind: 'ARRAY', element: { kind } } as const;
    const lists = [null, [], [values[0]], [values[1], values[2]], [null], [values[0], null]];
    const sought = [...elements, `CAST(NULL AS ${kind})`];
    try {
      for (const list of lists) {
        const value = list === null ? null : listValue(list as never[]);
        const { rows } = await database.run(
          `SELECT x IN UNNEST(@list), x NOT IN UNNEST(@list), x IN (SELECT e FROM UNNEST(@list) AS e)
           FROM UNNEST([${sought.join(', ')}]) AS x`,
          [{ name: 'list', type, value }],
        );
        expect(rows).toHaveLength(sought.length);
        for (const [among, notAmong, byQuery] of rows) {
          expect(among).toBe(byQuery);
          expect(notAmong).toBe(byQuery === null ? null : !byQuery);
        }
      }
    } finally {
      database.close();
    }
  },
);

import type { Statement } from '../../statement.ts';
import type { ReferenceColumn } from '../event-table.ts';
import { referrers } from './referrers.ts';

/** Counts what refers to each of the keys, by resource, with one key of it as an example. */
export const readReferrers = (column: ReferenceColumn): Statement => ({
  sql: `SELECT referred, resource, COUNT(*) AS referrers, MIN(key) AS example
FROM (${referrers(column, 'UNNEST(@keys)')}
)
GROUP BY referred, resource`,
  types: { keys: ['STRING'] },
});

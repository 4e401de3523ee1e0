import type { Statement } from '../../statement.ts';
import type { EventTableName } from '../event-table.ts';

/** The changes of a key that have the same version, in the order in which BigQuery committed them. */
export const orderByCommit = (events: EventTableName): Statement => ({
  sql: `SELECT event_id
FROM APPENDS(TABLE ${events}, @since, NULL)
WHERE key = @key AND version = @version AND withdraws IS NULL
GROUP BY event_id
ORDER BY MIN(_CHANGE_TIMESTAMP), event_id`,
  types: { since: 'TIMESTAMP', key: 'STRING', version: 'INT64' },
});

import type { Statement } from '../../statement.ts';
import type { EventTableName } from '../event-table.ts';

/** Makes changes void. Of a change that is void already nothing is kept a second time. */
export const withdrawEvents = (events: EventTableName): Statement => ({
  sql: `INSERT INTO ${events} (event_id, key, version, operation, withdraws, changed_by, reason, changed_at)
SELECT event_id, key, version, 'withdraw', withdraws, changed_by, reason, CURRENT_TIMESTAMP()
FROM UNNEST(@withdrawals)
WHERE withdraws NOT IN (SELECT withdraws FROM ${events} WHERE withdraws IS NOT NULL)`,
  types: {
    withdrawals: [
      {
        event_id: 'STRING',
        key: 'STRING',
        version: 'INT64',
        withdraws: 'STRING',
        changed_by: 'STRING',
        reason: 'STRING',
      },
    ],
  },
});

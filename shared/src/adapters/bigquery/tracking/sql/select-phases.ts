import type { Statement } from '../../statement.ts';

/** All phases. */
export const selectPhases: Statement = {
  sql: `SELECT step_id, name, description, orders, is_optional, parent_step_id
FROM tbl_migration_step`,
  types: {},
};

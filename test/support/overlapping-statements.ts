import type { RunStatement, Statement } from '../../shared/src/adapters/bigquery/statement.ts';

const appendedTable = ({ sql, types }: Statement) =>
  'writes' in types ? /^INSERT INTO (\w+)/.exec(sql)?.[1] : undefined;

/** True for the statement that appends changes under conditions. */
export const isAppend = (statement: Statement) => appendedTable(statement) !== undefined;

/**
 * Makes the first append one whose snapshot was taken before anything of version `version` or of
 * other tables was committed: BigQuery has snapshot isolation, so it sees none of it. `changedAt`:
 * when that statement began.
 */
export function appendUnseeing(
  run: RunStatement,
  version: number,
  changedAt = new Date().toISOString(),
): RunStatement {
  let isFirst = true;
  return async (statement, values) => {
    const table = appendedTable(statement);
    if (table === undefined || !isFirst) return run(statement, values);
    isFirst = false;
    const sql = `INSERT INTO ${table} (
  event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, reason, changed_at
)
SELECT
  event_id, key, @version, operation, payload, step_ref, entity_ref, changed_by, reason, @changed_at
FROM UNNEST(@writes)`;
    const types = { ...statement.types, version: 'INT64', changed_at: 'TIMESTAMP' } as const;
    return run({ sql, types }, { ...values, version, changed_at: changedAt });
  };
}

/** Lets statements through until `stop` says so of one; that one and all later ones end with `killed`. */
export function killAt(
  run: RunStatement,
  stop: (statement: Statement, number: number) => boolean,
): RunStatement {
  let [number, isDead] = [0, false];
  return async (statement, values) => {
    isDead ||= stop(statement, number++);
    if (isDead) throw new Error('killed');
    return run(statement, values);
  };
}

/** Holds back each statement after an append until all of `count` appends are done. */
export function appendTogether(count: number): (run: RunStatement) => RunStatement {
  let appended = 0;
  let release = () => {};
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  return (run) => {
    let hasAppended = false;
    return async (statement, values) => {
      if (hasAppended) await all;
      const rows = await run(statement, values);
      if (isAppend(statement)) {
        hasAppended = true;
        appended += 1;
        if (appended === count) release();
      }
      return rows;
    };
  };
}

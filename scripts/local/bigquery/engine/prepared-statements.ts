import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';

/** More are not kept; the one that was not used for longest goes first. */
const mostStatements = 64;

/** Statements of a connection that are prepared once and run again with other values. */
export function createPreparedStatements(connection: DuckDBConnection) {
  const kept = new Map<string, DuckDBPreparedStatement>();

  return {
    get: async (sql: string): Promise<DuckDBPreparedStatement> => {
      const known = kept.get(sql);
      const statement = known ?? (await connection.prepare(sql));
      kept.delete(sql);
      kept.set(sql, statement);
      for (const [oldest, each] of kept) {
        if (kept.size <= mostStatements) break;
        kept.delete(oldest);
        each.destroySync();
      }
      return statement;
    },
    close: () => {
      for (const statement of kept.values()) statement.destroySync();
      kept.clear();
    },
  };
}

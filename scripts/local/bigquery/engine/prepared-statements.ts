import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';

/** More are not kept on a connection; the one that was not used for longest goes first. */
const mostStatements = 64;

/** Statements of a connection that need not be read and bound again when they are run again. */
export function createPreparedStatements(connection: DuckDBConnection) {
  const kept = new Map<string, DuckDBPreparedStatement>();

  function drop(sql: string) {
    kept.get(sql)?.destroySync();
    kept.delete(sql);
  }

  return {
    /** One use after the other. A statement that fails is not kept. */
    use: async <T>(
      sql: string,
      work: (statement: DuckDBPreparedStatement) => Promise<T>,
    ): Promise<T> => {
      const statement = kept.get(sql) ?? (await connection.prepare(sql));
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > mostStatements && oldest !== undefined) drop(oldest);
      try {
        return await work(statement);
      } catch (error) {
        drop(sql);
        throw error;
      }
    },
    close: () => {
      for (const statement of kept.values()) statement.destroySync();
      kept.clear();
    },
  };
}

import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** More would only press for the one machine there is. */
const mostConnections = 4;

/** Connections for reading, made when they are first needed. Who finds none free waits. */
export function createConnectionPool(instance: DuckDBInstance) {
  const free: DuckDBConnection[] = [];
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  let count = 0;

  async function take(): Promise<DuckDBConnection> {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (count === mostConnections) return new Promise((resolve) => waiting.push(resolve));
    count += 1;
    return instance.connect();
  }

  function giveBack(connection: DuckDBConnection) {
    const next = waiting.shift();
    if (next === undefined) free.push(connection);
    else next(connection);
  }

  return {
    use: async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
      const connection = await take();
      try {
        return await work(connection);
      } finally {
        giveBack(connection);
      }
    },
    /** To be called when none is in use. */
    close: () => {
      for (const connection of free.splice(0)) connection.closeSync();
    },
  };
}

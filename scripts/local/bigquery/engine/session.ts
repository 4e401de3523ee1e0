import type {
  DuckDBAppender,
  DuckDBConnection,
  DuckDBPreparedStatement,
  DuckDBValue,
} from '@duckdb/node-api';
import type { Bound } from './bound.ts';
import { createPreparedStatements } from './prepared-statements.ts';
import { translateDuckdbError } from './translate-duckdb-error.ts';

export type Row = readonly DuckDBValue[];

/** What may be done on a connection, one after the other. Faults of the engine come as BigQuery's. */
export interface Session {
  /** Runs a statement and answers how many rows it changed. */
  run(sql: string, bound?: readonly Bound[]): Promise<number>;
  /**
   * The same for a statement that is run again and again: it is planned once, so its plan must not
   * follow from what tables hold.
   */
  repeat(sql: string, bound?: readonly Bound[]): Promise<void>;
  /** All rows at once, for small answers. */
  all(sql: string, bound?: readonly Bound[]): Promise<Row[]>;
  /** The rows in portions, as they are made. */
  stream(sql: string, bound?: readonly Bound[]): AsyncIterable<Row[]>;
  /** Fills a table row by row; what was appended is there when `fill` has ended. */
  append<T>(
    schema: string,
    table: string,
    fill: (appender: DuckDBAppender) => Promise<T>,
  ): Promise<T>;
  /** Makes what runs on the connection fail, with the reason `stopped`. */
  interrupt(): void;
  close(): void;
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDuckdbError(error);
  }
}

function bind(statement: DuckDBPreparedStatement, bound: readonly Bound[]) {
  statement.bind(
    bound.map(({ value }) => value),
    bound.map(({ type }) => type),
  );
}

export function createSession(connection: DuckDBConnection): Session {
  const repeated = new Map<string, DuckDBPreparedStatement>();
  const prepared = createPreparedStatements(connection);

  /**
   * Plans a statement by what tables hold now: an earlier plan may leave out a read of a table that
   * was empty then. DuckDB does so by itself when it runs a statement with values.
   */
  async function planned<T>(
    sql: string,
    bound: readonly Bound[],
    work: (statement: DuckDBPreparedStatement) => Promise<T>,
  ): Promise<T> {
    if (bound.length > 0) {
      return prepared.use(sql, (statement) => {
        bind(statement, bound);
        return work(statement);
      });
    }
    const statement = await connection.prepare(sql);
    try {
      bind(statement, bound);
      return await work(statement);
    } finally {
      statement.destroySync();
    }
  }

  async function* stream(sql: string, bound: readonly Bound[]) {
    const result = await translated(() => planned(sql, bound, (statement) => statement.stream()));
    for (;;) {
      const chunk = await translated(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows();
    }
  }

  const run = (sql: string, bound: readonly Bound[]) =>
    translated(() => planned(sql, bound, (statement) => statement.run()));

  return {
    run: async (sql, bound = []) => (await run(sql, bound)).rowsChanged,
    repeat: (sql, bound = []) =>
      translated(async () => {
        const statement = repeated.get(sql) ?? (await connection.prepare(sql));
        repeated.set(sql, statement);
        bind(statement, bound);
        await statement.run();
      }),
    all: async (sql, bound = []) => (await run(sql, bound)).getRows(),
    stream: (sql, bound = []) => stream(sql, bound),
    append: (schema, table, fill) =>
      translated(async () => {
        const appender = await connection.createAppender(table, schema);
        try {
          const outcome = await fill(appender);
          appender.flushSync();
          return outcome;
        } finally {
          appender.closeSync();
        }
      }),
    interrupt: () => connection.interrupt(),
    close: () => {
      for (const statement of repeated.values()) statement.destroySync();
      prepared.close();
      connection.closeSync();
    },
  };
}

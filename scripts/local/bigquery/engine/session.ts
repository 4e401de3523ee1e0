import type { DuckDBAppender, DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Bound } from './bound.ts';
import { createPreparedStatements } from './prepared-statements.ts';
import { translateDuckdbError } from './translate-duckdb-error.ts';

export type Row = readonly DuckDBValue[];

/** What may be done on a connection, one after the other. Faults of the engine come as BigQuery's. */
export interface Session {
  /** Runs a statement and answers how many rows it changed. */
  run(sql: string, bound?: readonly Bound[]): Promise<number>;
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

export function createSession(connection: DuckDBConnection): Session {
  const statements = createPreparedStatements(connection);

  async function bind(sql: string, bound: readonly Bound[]) {
    const statement = await statements.get(sql);
    statement.bind(
      bound.map(({ value }) => value),
      bound.map(({ type }) => type),
    );
    return statement;
  }

  async function* stream(sql: string, bound: readonly Bound[]) {
    const result = await translated(async () => (await bind(sql, bound)).stream());
    for (;;) {
      const chunk = await translated(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows();
    }
  }

  const run = (sql: string, bound: readonly Bound[]) =>
    translated(async () => (await bind(sql, bound)).run());

  return {
    run: async (sql, bound = []) => (await run(sql, bound)).rowsChanged,
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
      statements.close();
      connection.closeSync();
    },
  };
}

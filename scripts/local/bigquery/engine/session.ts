import type { DuckDBAppender, DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Bound } from './bound.ts';
import { translateDuckdbError } from './translate-duckdb-error.ts';

export type Row = readonly DuckDBValue[];

/** What may be done on a connection. Faults of the engine come as BigQuery's. */
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
  const open = (sql: string, bound: readonly Bound[]) =>
    connection.stream(
      sql,
      bound.map(({ value }) => value),
      bound.map(({ type }) => type),
    );
  const run = (sql: string, bound: readonly Bound[]) =>
    bound.length === 0
      ? connection.run(sql)
      : connection.run(
          sql,
          bound.map(({ value }) => value),
          bound.map(({ type }) => type),
        );

  async function* stream(sql: string, bound: readonly Bound[]) {
    const result = await translated(() => open(sql, bound));
    for (;;) {
      const chunk = await translated(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows();
    }
  }

  return {
    run: (sql, bound = []) => translated(async () => (await run(sql, bound)).rowsChanged),
    all: (sql, bound = []) => translated(async () => (await run(sql, bound)).getRows()),
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
    close: () => connection.closeSync(),
  };
}

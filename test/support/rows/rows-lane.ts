import { http } from '@google-cloud/functions-framework';
import type { RowDataPacket } from 'mysql2/promise';
import { routes } from '../../../functions/read-rows/src/handler.ts';
import type { Ports } from '../../../functions/read-rows/src/ports.ts';
import { measureTables } from '../../../shared/src/adapters/mysql/rows/measure-tables.ts';
import { mysqlRowReader } from '../../../shared/src/adapters/mysql/rows/row-reader.ts';
import { mysqlTableCatalogue } from '../../../shared/src/adapters/mysql/table-catalogue.ts';
import { parseTablesConfig } from '../../../shared/src/domain/tables-config.ts';
import { httpFunction } from '../../../shared/src/runtime/http-function.ts';
import { testAccess } from '../access.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { memoryLogger } from '../memory-logger.ts';
import { serveFunction } from '../serve-function.ts';

/** What the answers of all routes and the problems have, as far as tests look into it. */
interface AnswerBody {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
  readonly columns: readonly Readonly<Record<string, unknown>>[];
  readonly foreign_keys: readonly unknown[];
  readonly page_key: readonly string[] | null;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly at: string; readonly message: string }[];
}

/** read-rows over a database, by default one of its own, with the words to fill it and to ask. */
export async function openRowsLane(tablesConfig: object = {}, given?: TestDatabase) {
  const database = given ?? (await createTestDatabase({ migrated: true }));
  const { pool } = database;
  const own = await database.signInAs('read-rows');
  const logger = memoryLogger();
  const config = parseTablesConfig(tablesConfig, 'tables.yaml');
  const ports: Ports = {
    tables: mysqlTableCatalogue(own.pool),
    tablesConfig: async () => config,
    measureTables: (countsAll) => measureTables(own.pool, countsAll),
    rows: mysqlRowReader(own.pool),
    ping: async () => {},
  };
  http(
    'read-rows',
    httpFunction({ connect: async () => ports, access: testAccess, routes, logger }),
  );
  const served = await serveFunction('read-rows');

  return {
    database,
    logger,
    url: served.url,
    async query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
      const [rows] = await pool.query<RowDataPacket[]>(sql, values);
      return rows as unknown as T[];
    },
    get: (path: string, init: RequestInit = {}) => fetch(`${served.url}${path}`, init),
    /** The status and the parsed JSON of an answer. */
    async json(path: string) {
      const answer = await fetch(`${served.url}${path}`);
      return { status: answer.status, body: (await answer.json()) as AnswerBody };
    },
    async close(): Promise<void> {
      served.close();
      if (given === undefined) await database.drop();
    },
  };
}

export type RowsLane = Awaited<ReturnType<typeof openRowsLane>>;

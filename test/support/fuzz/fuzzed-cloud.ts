import type { RowDataPacket } from 'mysql2/promise';
import { fetchToken } from '../../../scripts/fetch-token.ts';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { interrupt, makeHome, startLocalCloud } from '../local-cloud.ts';
import type { HostileRequest } from './hostile-requests.ts';

/** Far longer than any answer takes, and shorter than what a request asks the database to sleep. */
const patienceMs = 45_000;
const secret = 'nobody-may-read-this';

const setUp = [
  'CREATE TABLE canary (word VARCHAR(40) PRIMARY KEY)',
  `INSERT INTO canary VALUES ('${secret}')`,
  "INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')",
  "INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Nurse')",
  "INSERT INTO hired_employees VALUES (1, 'Ann', '2021-05-04 11:00:00', 1, 1), (2, 'Bob', NULL, 2, NULL)",
];

/** Tables that no request may touch: no request's words name them. */
const guarded = ['canary', 'cutover_user'];

export interface Answered {
  /** 0 where there is no answer. */
  readonly status: number;
  /** What is wrong with it, as a line. */
  readonly failure: string | undefined;
}

/** The whole suite with a few rows, and somebody's word in a table of its own. */
export async function openFuzzedCloud() {
  const home = makeHome();
  const start = startLocalCloud(home.folder, ['--port', '0', '--no-data']);
  const { gateway, mysql, login } = await start.ready();
  const { pool, close } = await connectMysql(
    {
      MYSQL_HOST: mysql.host,
      MYSQL_PORT: mysql.port,
      MYSQL_USER: mysql.user,
      MYSQL_PASSWORD: mysql.password,
      MYSQL_DATABASE: mysql.database,
    },
    2,
  );
  for (const sql of setUp) await pool.query(sql);
  let token = '';
  let tokenUntil = 0;

  /** Good for a quarter of an hour; a long run needs several. */
  async function signIn(): Promise<string> {
    if (Date.now() > tokenUntil) {
      tokenUntil = Date.now() + 600_000;
      token = await fetchToken(gateway, login);
    }
    return token;
  }

  async function readTables(names: readonly string[]): Promise<Record<string, unknown>> {
    const content: Record<string, unknown> = {};
    for (const name of names) {
      const [[sum]] = await pool.query<RowDataPacket[]>(`CHECKSUM TABLE \`${name}\``);
      const [[shown]] = await pool.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${name}\``);
      content[name] = [sum?.Checksum, shown?.['Create Table']];
    }
    return content;
  }

  async function listTables(): Promise<string[]> {
    const [rows] = await pool.query<RowDataPacket[]>(
      'SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
    );
    return rows.map(({ name }) => String(name));
  }

  const headers = async () => ({ authorization: `Bearer ${await signIn()}` });

  async function readHistory(): Promise<unknown> {
    const answer = await fetch(`${gateway}/api/v1/history`, { headers: await headers() });
    return answer.json();
  }

  // Signing in leaves its trace in the database, which is before the first look at it.
  await signIn();

  return {
    /** Sends one as an administrator. */
    async send({ method, path, headers: own, body }: HostileRequest): Promise<Answered> {
      const shown = `${method} ${path} ${JSON.stringify(own)} ${body ?? ''}`.slice(0, 2000);
      try {
        const answer = await fetch(`${gateway}${path}`, {
          method,
          headers: { ...(await headers()), ...own },
          ...(body === undefined ? {} : { body: body.toWellFormed() }),
          signal: AbortSignal.timeout(patienceMs),
        });
        const { status } = answer;
        const said = await answer.text();
        if (status >= 500) return { status, failure: `${status} for ${shown}: ${said}` };
        // A preview of what truncating would take shows some of every table.
        const isRead = method === 'GET';
        if (isRead && said.includes(secret)) return { status, failure: `The secret for ${shown}` };
        return { status, failure: undefined };
      } catch (error) {
        return { status: 0, failure: `${error} for ${shown}` };
      }
    },
    /** All that is in the database, Cutover's own tables too, and in the tracking tables. */
    readContent: async () => ({
      ...(await readTables(await listTables())),
      history: await readHistory(),
    }),
    readGuarded: () => readTables(guarded),
    async close(): Promise<void> {
      await close();
      await interrupt(start);
      home.remove();
    },
  };
}

export type FuzzedCloud = Awaited<ReturnType<typeof openFuzzedCloud>>;

import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MysqlTarget } from '../../shared/src/adapters/mysql/connect.ts';
import { withConnection } from '../../shared/src/adapters/mysql/with-connection.ts';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { FunctionManifest } from '../function-manifest.ts';
import { type GrantedDatabase, planGrants, statePrivileges } from './privileges.ts';
import { readPrivileges } from './read-privileges.ts';

type Access = Pick<FunctionManifest, 'name' | 'database'>;

/** Cloud SQL calls a service account's user as the account is called before its @. */
export const userOf = (prefix: string, { name }: Pick<Access, 'name'>) => `${prefix}${name}`;
export const quoteUser = (user: string) => `'${user}'@'%'`;

async function run<T extends RowDataPacket[]>(
  connection: Connection,
  sql: string,
  values: unknown[] = [],
): Promise<T> {
  try {
    return (await connection.query<T>(sql, values))[0];
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('misconfigured', `The database refuses ${sql}: ${words}.`, { cause });
  }
}

/** With partial revokes, as on Cloud SQL, MySQL has no wildcards in names of databases. */
async function describeDatabase(connection: Connection, name: string): Promise<GrantedDatabase> {
  const sql = "SHOW VARIABLES LIKE 'partial\\_revokes'";
  const [variable] = await run<RowDataPacket[]>(connection, sql);
  const pattern = variable?.Value === 'ON' ? name : name.replace(/[\\_%]/g, '\\$&');
  return { name, pattern };
}

async function refuseMissingUsers(connection: Connection, users: readonly string[]) {
  const sql = "SELECT User AS name FROM mysql.user WHERE Host = '%' AND User IN (?)";
  const found = (await run<RowDataPacket[]>(connection, sql, [users])).map(({ name }) => name);
  const missing = users.filter((user) => !found.includes(user)).map(quoteUser);
  if (missing.length === 0) return;
  const message = `The server has no user ${missing.join(', ')}. On Cloud SQL, terraform apply makes them (google_sql_user.functions); elsewhere: CREATE USER ${missing[0]} IDENTIFIED BY 'a password'. Nothing was changed.`;
  throw new AppError('not-found', message);
}

/**
 * Brings the functions' users, called `prefix` and the function's name, to exactly what each
 * function.yaml states: no more in this database or on the whole server, while other databases are
 * left alone. Returns the statements that it took; called again, it takes none. Throws `not-found`,
 * with nothing changed, naming the users that are missing.
 */
export function grantAccess(
  target: MysqlTarget,
  functions: readonly Access[],
  prefix: string,
): Promise<string[]> {
  const granted = functions.filter(({ database }) => database.length > 0);
  return withConnection(target, async (connection) => {
    const database = await describeDatabase(connection, target.MYSQL_DATABASE);
    const users = granted.map((each) => userOf(prefix, each));
    if (users.length > 0) await refuseMissingUsers(connection, users);
    const statements: string[] = [];
    for (const each of granted) {
      const user = quoteUser(userOf(prefix, each));
      const held = await readPrivileges(connection, user, database);
      const plan = planGrants(user, statePrivileges(each.database, database), held);
      for (const statement of plan) await run(connection, statement);
      statements.push(...plan);
    }
    return statements;
  });
}

import type { Connection, RowDataPacket } from 'mysql2/promise';
import {
  collectPrivileges,
  type GrantedDatabase,
  onDatabase,
  onServer,
  onTable,
  type Privileges,
} from './privileges.ts';

interface PrivilegeRow extends RowDataPacket {
  readonly databaseName: string | null;
  readonly tableName: string | null;
  readonly privilege: string;
  readonly isGrantable: 'YES' | 'NO';
}

/** SHOW GRANTS says it otherwise on each server; these views are the same on MySQL and MariaDB. */
const privileges = `
  SELECT NULL AS databaseName, NULL AS tableName,
    PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS isGrantable
  FROM information_schema.user_privileges WHERE GRANTEE = ?
  UNION ALL
  SELECT TABLE_SCHEMA, NULL, PRIVILEGE_TYPE, IS_GRANTABLE
  FROM information_schema.schema_privileges WHERE GRANTEE = ? AND TABLE_SCHEMA IN (?)
  UNION ALL
  SELECT TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE, IS_GRANTABLE
  FROM information_schema.table_privileges WHERE GRANTEE = ? AND TABLE_SCHEMA = ?`;

function placeOf({ databaseName, tableName }: PrivilegeRow): string {
  if (databaseName === null) return onServer;
  return tableName === null ? onDatabase(databaseName) : onTable(databaseName, tableName);
}

/** USAGE is no privilege: it says that there is a user, or a right to hand on and nothing else. */
function listOf(row: PrivilegeRow): (readonly [on: string, privilege: string])[] {
  const names = row.isGrantable === 'YES' ? [row.privilege, 'GRANT OPTION'] : [row.privilege];
  return names.filter((name) => name !== 'USAGE').map((name) => [placeOf(row), name] as const);
}

/** What a user holds in one database and on the whole server; other databases are not looked at. */
export async function readPrivileges(
  connection: Connection,
  user: string,
  { name, pattern }: GrantedDatabase,
): Promise<Privileges> {
  const values = [user, user, [name, pattern], user, name];
  const [rows] = await connection.query<PrivilegeRow[]>(privileges, values);
  return collectPrivileges(rows.flatMap(listOf));
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { MysqlTarget } from '../../../shared/src/adapters/mysql/connect.ts';
import { withConnection } from '../../../shared/src/adapters/mysql/with-connection.ts';
import type { FunctionManifest } from '../../function-manifest.ts';
import { grantAccess, quoteUser, userOf } from '../../grants/grant-access.ts';
import type { LocalMysql } from './open-mysql.ts';
import type { MysqlAddress } from './parse-mysql-url.ts';

/** How a function signs in; undefined for one that has no access to the database. */
export type AddressOf = (functionName: string) => MysqlAddress | undefined;

const prefix = 'cutover-';
const passwordsSchema = z.record(z.string(), z.string());

/** One password a user, made once and kept in the file for its owner's eyes only. */
function keepPasswords(file: string, users: readonly string[]): Map<string, string> {
  const kept = existsSync(file)
    ? passwordsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : {};
  const passwords = new Map(
    users.map((user) => [user, kept[user] ?? randomBytes(18).toString('base64url')]),
  );
  const text = `${JSON.stringify(Object.fromEntries(passwords), null, 2)}\n`;
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return passwords;
}

function createUsers(target: MysqlTarget, passwords: ReadonlyMap<string, string>): Promise<void> {
  return withConnection(target, async (connection) => {
    for (const [user, password] of passwords) {
      const identified = `${quoteUser(user)} IDENTIFIED BY ?`;
      await connection.query(`CREATE USER IF NOT EXISTS ${identified}`, [password]);
      await connection.query(`ALTER USER ${identified}`, [password]);
    }
  });
}

/**
 * On a server of ours, a user for each function that may do exactly what its function.yaml states,
 * so that whatever runs here proves that this is enough. On somebody's own server, which may not let
 * users be made, every function signs in as the user that was named.
 */
export async function openFunctionUsers(
  { address, target, isForeign }: LocalMysql,
  manifests: readonly FunctionManifest[],
  passwordsFile: string,
): Promise<AddressOf> {
  const granted = manifests.filter(({ database }) => database.length > 0);
  const users = new Map(granted.map((manifest) => [manifest.name, userOf(prefix, manifest)]));
  if (isForeign) return (name) => (users.has(name) ? address : undefined);
  const passwords = keepPasswords(passwordsFile, [...users.values()]);
  await createUsers(target, passwords);
  await grantAccess(target, granted, prefix);
  return (name) => {
    const user = users.get(name);
    const password = user === undefined ? undefined : passwords.get(user);
    return user === undefined || password === undefined
      ? undefined
      : { ...address, user, password };
  };
}

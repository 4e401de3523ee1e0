import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../../domain/access/role.ts';
import type { UserStore } from '../../../domain/access/user-store.ts';
import { AppError } from '../../../domain/app-error.ts';
import { asMysqlError, translateMysqlError } from '../translate-mysql-error.ts';

interface UserRow extends RowDataPacket {
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly created_at: string;
  readonly changed_at: string;
}

const duplicateKey = 1062;
const iso = (moment: string) => `${moment.replace(' ', 'T')}Z`;

/** The users in `cutover_user`. */
export function mysqlUserStore(pool: Pool): UserStore {
  const run = <T extends RowDataPacket[] | ResultSetHeader>(sql: string, values: unknown[] = []) =>
    pool.query<T>(sql, values).catch((error: unknown) => {
      throw translateMysqlError(error);
    });

  async function requireOne(name: string, sql: string, values: unknown[]): Promise<void> {
    const [{ affectedRows }] = await run<ResultSetHeader>(sql, values);
    if (affectedRows === 0) throw new AppError('not-found', `There is no user ${name}.`);
  }

  return {
    async find(name) {
      const [rows] = await run<UserRow[]>('SELECT * FROM cutover_user WHERE name = ?', [name]);
      // The comparison of the database passes over blanks at the end.
      const row = rows.find((each) => each.name === name);
      return row === undefined
        ? null
        : { name: row.name, role: row.role, passwordHash: row.password_hash };
    },
    async list() {
      const [rows] = await run<UserRow[]>('SELECT * FROM cutover_user ORDER BY name');
      return rows.map(({ name, role, created_at, changed_at }) => ({
        name,
        role,
        createdAt: iso(created_at),
        changedAt: iso(changed_at),
      }));
    },
    async add({ name, role, passwordHash }) {
      await pool
        .query(
          `INSERT INTO cutover_user (name, role, password_hash, created_at, changed_at)
           VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
          [name, role, passwordHash],
        )
        .catch((error: unknown) => {
          if (asMysqlError(error).errno !== duplicateKey) throw translateMysqlError(error);
          throw new AppError('conflict', `There is a user ${name} already.`, { cause: error });
        });
    },
    change: (name, { role = null, passwordHash = null }) =>
      requireOne(
        name,
        `UPDATE cutover_user SET role = COALESCE(?, role),
           password_hash = COALESCE(?, password_hash), changed_at = UTC_TIMESTAMP(3)
         WHERE name = ?`,
        [role, passwordHash, name],
      ),
    remove: (name) => requireOne(name, 'DELETE FROM cutover_user WHERE name = ?', [name]),
  };
}

import type { RowDataPacket } from 'mysql2';
import { avroRestorableFiles } from '../../../shared/src/adapters/avro/restorable-files.ts';
import { avroTableFiles } from '../../../shared/src/adapters/avro/table-files.ts';
import { mysqlRestorePorts } from '../../../shared/src/adapters/mysql/restore/mysql-restore-ports.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import type { RestorePorts } from '../../../shared/src/domain/restore/restore-ports.ts';
import {
  type RestoreRequest,
  restoreTables,
} from '../../../shared/src/domain/restore/restore-tables.ts';
import { inMemorySets } from '../backup/in-memory-sets.ts';
import { createTestDatabase } from '../database.ts';

/** A database with the suite's tables, and sets of it in memory, where they can be damaged. */
export async function openRestoreLane() {
  const { target, pool, signInAs, drop } = await createTestDatabase({ migrated: true });
  const own = await signInAs('restore-table');
  const database = target.MYSQL_DATABASE;
  const sets = inMemorySets(() => new Date());
  let taken = 0;
  const ports: RestorePorts = {
    database,
    store: sets.store,
    files: avroRestorableFiles,
    ...mysqlRestorePorts(own.pool),
  };

  async function query(sql: string): Promise<RowDataPacket[]> {
    const [rows] = await pool.query<RowDataPacket[]>(sql);
    return rows;
  }

  /** Rows and structure of every table but Cutover's own, and the names of what restores have left. */
  async function readState() {
    const names = (await query('SHOW TABLES')).map((row) => String(Object.values(row)[0]));
    const tables = names.filter((name) => !name.startsWith('cutover_'));
    return {
      left: names.filter((name) => /^cutover_(scratch|undo)_/.test(name)),
      tables: await Promise.all(
        tables.map(async (name) => ({
          ddl: (await query(`SHOW CREATE TABLE \`${name}\``))[0]?.['Create Table'],
          rows: await query(`SELECT * FROM \`${name}\``),
        })),
      ),
    };
  }

  const request = (given: Partial<RestoreRequest>): RestoreRequest => ({
    from: { setId: 'newest', tables: 'all' },
    as: null,
    isRehearsal: false,
    about: { actor: 'tests' },
    ...given,
  });

  return {
    ...sets,
    database,
    target,
    pool,
    signInAs,
    drop,
    ports,
    query,
    readState,
    backUp: (tables?: readonly string[]) =>
      takeSet(
        {
          store: sets.store,
          files: avroTableFiles,
          openSnapshot: (chosen) =>
            openSnapshot(pool, chosen === undefined ? {} : { tables: chosen }),
          now: () => new Date(),
          makeSuffix: () => String(++taken).padStart(6, '0'),
        },
        { tables, codec: 'deflate' },
      ),
    restore: (given: Partial<RestoreRequest> = {}) => restoreTables(ports, request(given)),
    /** Why a restore is refused, once it is made sure that nothing has changed. */
    async refusal(given: Partial<RestoreRequest>): Promise<AppError> {
      const before = await readState();
      const error: unknown = await restoreTables(ports, request(given)).catch((e: unknown) => e);
      expect(await readState()).toEqual(before);
      if (error instanceof AppError) return error;
      throw new Error('It was not refused.', { cause: error });
    },
  };
}

export type RestoreLane = Awaited<ReturnType<typeof openRestoreLane>>;

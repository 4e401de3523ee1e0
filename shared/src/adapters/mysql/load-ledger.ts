import { hash, randomUUID } from 'node:crypto';
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { LoadSource } from '../../domain/ingest/load-source.ts';
import type { Claim, HeldLoad, LoadLedger, PublishedEvidence } from '../../domain/ingest/ports.ts';
import { holdLoad, lockNames, prepareSession } from './held-load.ts';
import { type LoadRecord, readLoad } from './load-record.ts';
import { evictHolder, takeLock } from './named-lock.ts';
import { mysqlRejectPages } from './reject-pages.ts';
import { countOpenRejects } from './reject-records.ts';
import { keepRecords } from './tracking-outbox.ts';
import { translateMysqlError } from './translate-mysql-error.ts';
import { createUlid } from './ulid.ts';

/** A connection that is ended gives up its lock as soon as what it wrote is undone. */
const evictionSeconds = 10;

/** One source, one load: the key of the ledger's unique index. */
const sourceKey = ({ identity }: LoadSource) => hash('sha256', identity, 'buffer');

async function selectLoad(
  connection: PoolConnection | Pool,
  where: string,
  value: string | Buffer,
): Promise<LoadRecord | undefined> {
  const [rows] = await connection.query<LoadRecord[]>(
    `SELECT * FROM cutover_load WHERE ${where} = ?`,
    [value],
  );
  return rows[0];
}

async function insertLoad(
  connection: PoolConnection,
  source: LoadSource,
  key: Buffer,
): Promise<void> {
  const { kind, bucket, name, generation, sizeBytes, requestedBy = null } = source;
  await connection.query(
    `INSERT INTO cutover_load
       (id, kind, bucket, object, generation, drop_key, state, size_bytes, requested_by, started_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE id = id`,
    [createUlid(), kind, bucket, name, generation, key, sizeBytes, requestedBy],
  );
}

async function isLeaseOver(connection: PoolConnection, id: string): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM cutover_load WHERE id = ? AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))',
    [id],
  );
  return rows.length > 0;
}

/**
 * Takes the load for this process. The lock is the database's own and ends with its holder's
 * connection, so that a dead holder is replaced at once. The lease replaces one that hangs: it may
 * have written rows and not committed them, which nobody could write again, so its connections are
 * ended. Who has lost the lease can't commit any more, because every commit asks for the token.
 */
async function takeLease(
  connection: PoolConnection,
  load: LoadRecord,
  token: string,
  seconds: number,
): Promise<boolean> {
  const [lock] = lockNames(load.id);
  if (!(await takeLock(connection, lock, 0))) {
    if (!(await isLeaseOver(connection, load.id))) return false;
    for (const name of lockNames(load.id)) await evictHolder(connection, name);
    if (!(await takeLock(connection, lock, evictionSeconds))) return false;
  }
  const [result] = await connection.query<ResultSetHeader>(
    `UPDATE cutover_load
        SET lease_token = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, deliveries = deliveries + 1
      WHERE id = ? AND state IN ('running', 'loaded')`,
    [token, seconds, load.id],
  );
  return result.affectedRows === 1;
}

/** Notes that what is published shows this version of the load, together with what has been made of it. */
async function notePublished(
  connection: PoolConnection,
  { id, evidence_version }: LoadRecord,
  { digest, records }: PublishedEvidence,
): Promise<void> {
  const note = 'UPDATE cutover_load SET evidence_published = ?, digest = ? WHERE id = ?';
  await connection.beginTransaction();
  try {
    await keepRecords(connection, records);
    await connection.query(note, [evidence_version, JSON.stringify(digest), id]);
    await connection.commit();
  } catch (error) {
    await connection.rollback().catch(() => connection.destroy());
    throw error;
  }
}

/** The ledger in `cutover_load` and `cutover_reject`. `leaseSeconds`: how long a hanging holder keeps a load. */
export function mysqlLoadLedger(pool: Pool, leaseSeconds: number): LoadLedger {
  async function connected<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await pool.getConnection();
    try {
      return await work(connection);
    } catch (error) {
      throw translateMysqlError(error);
    } finally {
      connection.release();
    }
  }

  /** The load for this process alone; null where another one works on it. */
  async function hold(connection: PoolConnection, found: LoadRecord): Promise<HeldLoad | null> {
    const token = randomUUID().replaceAll('-', '').slice(0, 26);
    if (!(await takeLease(connection, found, token, leaseSeconds))) return null;
    const taken = (await selectLoad(connection, 'id', found.id)) ?? found;
    const lease = { loadId: found.id, token, seconds: leaseSeconds };
    return holdLoad(pool, connection, readLoad(taken), lease);
  }

  async function claim(source: LoadSource, connection: PoolConnection): Promise<Claim> {
    const key = sourceKey(source);
    let found = await selectLoad(connection, 'drop_key', key);
    if (found === undefined) {
      await insertLoad(connection, source, key);
      found = await selectLoad(connection, 'drop_key', key);
    }
    if (found === undefined) throw new AppError('internal', 'The ledger lost a load.');
    if (found.state === 'done' || found.state === 'failed') {
      return { kind: 'finished', load: readLoad(found) };
    }
    const held = await hold(connection, found);
    return held === null ? { kind: 'busy' } : { kind: 'held', held };
  }

  async function takeAbandoned(
    connection: PoolConnection,
    hours: number,
  ): Promise<HeldLoad | null> {
    const [records] = await connection.query<LoadRecord[]>(
      `SELECT * FROM cutover_load
        WHERE state IN ('running', 'loaded') AND started_at < UTC_TIMESTAMP(3) - INTERVAL ? HOUR
          AND kind IN ('upload', 'repair') AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))
        ORDER BY started_at LIMIT 100`,
      [hours],
    );
    for (const record of records) {
      const held = await hold(connection, record);
      if (held !== null) return held;
    }
    return null;
  }

  /** On a connection that the load keeps which `work` takes; otherwise it is closed, with its locks. */
  async function taking<T>(
    work: (connection: PoolConnection) => Promise<T>,
    isTaken: (result: T) => boolean,
  ): Promise<T> {
    const connection = await pool.getConnection().catch((error: unknown) => {
      throw translateMysqlError(error);
    });
    let isKept = false;
    try {
      await prepareSession(connection);
      const result = await work(connection);
      isKept = isTaken(result);
      return result;
    } catch (error) {
      throw translateMysqlError(error);
    } finally {
      if (!isKept) connection.destroy();
    }
  }

  return {
    claim: (source) =>
      taking(
        (connection) => claim(source, connection),
        ({ kind }) => kind === 'held',
      ),
    takeAbandoned: (hours) =>
      taking(
        (connection) => takeAbandoned(connection, hours),
        (held) => held !== null,
      ),
    async findLoad(id) {
      const record = await connected((connection) => selectLoad(connection, 'id', id));
      return record === undefined ? null : readLoad(record);
    },
    ...mysqlRejectPages(pool),
    countOpenRejects: (entity, table) =>
      connected((connection) => countOpenRejects(connection, entity, table)),
    async staleEvidence() {
      const [records] = await pool
        .query<LoadRecord[]>(
          `SELECT * FROM cutover_load WHERE evidence_stale AND state IN ('done', 'failed') ORDER BY id LIMIT 1000`,
        )
        .catch((error: unknown) => {
          throw translateMysqlError(error);
        });
      return records.map(readLoad);
    },
    async publishing(id, publish) {
      await connected(async (connection) => {
        const lock = `cutover-publish-${id}`;
        if (!(await takeLock(connection, lock, 30))) {
          throw new AppError('busy', 'Another process publishes this load.');
        }
        try {
          const record = await selectLoad(connection, 'id', id);
          if (record === undefined) return;
          await notePublished(connection, record, await publish(readLoad(record)));
        } finally {
          await connection.query('DO RELEASE_LOCK(?)', [lock]);
        }
      });
    },
  };
}

import { createHash } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Statement } from './split-statements.ts';

/**
 * How far a migration has come. DDL commits by itself, so there is no half-way back: the journal
 * says after each statement what has taken effect. `checksum` is over the statements done.
 */
export interface JournalEntry {
  readonly name: string;
  readonly checksum: string;
  readonly statements_done: number;
  readonly statements_total: number;
  readonly state: 'applying' | 'applied' | 'reverting';
  /** Why the last attempt stopped; null where it was cut off or is at work. */
  readonly error: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** The digest of statements; blank lines and comments between them do not count. */
export function checksumOf(statements: readonly Statement[]): string {
  const hash = createHash('sha256');
  for (const { text } of statements) hash.update(`${Buffer.byteLength(text)}:${text}`);
  return hash.digest('hex');
}

export async function createJournal(connection: Connection): Promise<void> {
  await connection.query(`
    CREATE TABLE IF NOT EXISTS cutover_migration (
      name VARCHAR(255) NOT NULL,
      checksum CHAR(64) NOT NULL,
      statements_done INT NOT NULL,
      statements_total INT NOT NULL,
      state ENUM('applying', 'applied', 'reverting') NOT NULL,
      error TEXT NULL,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      PRIMARY KEY (name)
    ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
}

/** Every entry, by name. A database that no migration has touched has none. */
export async function readJournal(connection: Connection): Promise<JournalEntry[]> {
  const [tables] = await connection.query<RowDataPacket[]>(
    "SHOW TABLES LIKE 'cutover\\_migration'",
  );
  if (tables.length === 0) return [];
  const [rows] = await connection.query<(JournalEntry & RowDataPacket)[]>(
    'SELECT * FROM cutover_migration ORDER BY name',
  );
  return rows;
}

/** Opens the entry for a first attempt, or for one that goes on after `done` statements. */
export async function openEntry(
  connection: Connection,
  entry: Pick<JournalEntry, 'name' | 'state' | 'checksum' | 'statements_done' | 'statements_total'>,
): Promise<void> {
  await connection.query(
    `INSERT INTO cutover_migration
       (name, checksum, statements_done, statements_total, state, error, started_at, finished_at)
     VALUES (?, ?, ?, ?, ?, NULL, UTC_TIMESTAMP(3), NULL)
     ON DUPLICATE KEY UPDATE
       checksum = VALUES(checksum), statements_done = VALUES(statements_done),
       statements_total = VALUES(statements_total), state = VALUES(state), error = NULL,
       started_at = VALUES(started_at), finished_at = NULL`,
    [entry.name, entry.checksum, entry.statements_done, entry.statements_total, entry.state],
  );
}

export async function recordProgress(
  connection: Connection,
  name: string,
  done: readonly Statement[],
): Promise<void> {
  await connection.query(
    'UPDATE cutover_migration SET statements_done = ?, checksum = ? WHERE name = ?',
    [done.length, checksumOf(done), name],
  );
}

export async function recordError(
  connection: Connection,
  name: string,
  error: string,
): Promise<void> {
  await connection.query('UPDATE cutover_migration SET error = ? WHERE name = ?', [error, name]);
}

export async function closeEntry(connection: Connection, name: string): Promise<void> {
  await connection.query(
    `UPDATE cutover_migration SET state = 'applied', finished_at = UTC_TIMESTAMP(3) WHERE name = ?`,
    [name],
  );
}

export async function removeEntry(connection: Connection, name: string): Promise<void> {
  await connection.query('DELETE FROM cutover_migration WHERE name = ?', [name]);
}

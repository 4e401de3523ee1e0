import type { Connection } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { Migration } from './migration-files.ts';
import { checksumOf, type JournalEntry, readJournal } from './migration-journal.ts';

/** Where one migration stands in a database. */
export interface MigrationStatus {
  readonly name: string;
  /**
   * changed: applied, and its up file is another now; half-applied and half-reverted: the last
   * attempt stopped after `statementsDone`; unknown: applied from files that are not here.
   */
  readonly state: 'applied' | 'pending' | 'changed' | 'half-applied' | 'half-reverted' | 'unknown';
  readonly statementsDone: number;
  readonly statementsTotal: number;
  /** The database's words when the last attempt failed; null where it was cut off. */
  readonly error: string | null;
  /** UTC, `YYYY-MM-DD HH:MM:SS.mmm`. */
  readonly finishedAt: string | null;
}

function describe(migration: Migration | undefined, entry: JournalEntry | undefined) {
  if (entry === undefined) return 'pending';
  if (migration === undefined) return 'unknown';
  if (entry.state === 'applying') return 'half-applied';
  if (entry.state === 'reverting') return 'half-reverted';
  return checksumOf(migration.up.statements) === entry.checksum ? 'applied' : 'changed';
}

/** Where each migration stands, in the order of application. Writes nothing. */
export async function readStatus(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<MigrationStatus[]> {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const entries = new Map((await readJournal(connection)).map((entry) => [entry.name, entry]));
  const names = [...new Set([...known.keys(), ...entries.keys()])].sort();
  return names.map((name) => {
    const migration = known.get(name);
    const entry = entries.get(name);
    return {
      name,
      state: describe(migration, entry),
      statementsDone: entry?.statements_done ?? 0,
      statementsTotal: entry?.statements_total ?? migration?.up.statements.length ?? 0,
      error: entry?.error ?? null,
      finishedAt: entry?.finished_at ?? null,
    };
  });
}

const refusals: Partial<Record<MigrationStatus['state'], (name: string) => string>> = {
  changed: (name) =>
    `${name}.up.sql was changed after it was applied. Put it back as it was, and write the change as a new migration: npm run migrate -- new <name>`,
  unknown: (name) =>
    `${name} was applied to this database, and its files are not here. Check out the version that has them.`,
  'half-reverted': (name) => `${name} is half reverted. Finish that first: npm run migrate -- down`,
};

/** Throws `conflict` when files and database disagree, so that going on would make it worse. */
export function refuseDisagreement(
  statuses: readonly MigrationStatus[],
  direction: 'up' | 'down',
): void {
  for (const { name, state } of statuses) {
    if (state === 'half-reverted' && direction === 'down') continue;
    const words = refusals[state]?.(name);
    if (words !== undefined) throw new AppError('conflict', words);
  }
}

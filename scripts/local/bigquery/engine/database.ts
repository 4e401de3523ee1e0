import { DuckDBInstance } from '@duckdb/node-api';
import { installRuntime } from '../sql/runtime/install-runtime.ts';
import { explainOpening } from './explain-opening.ts';
import { createGate } from './gate.ts';
import type { Session } from './session.ts';
import { createSessionPool } from './session-pool.ts';
import { createTurns } from './turns.ts';

export interface Transaction extends Session {
  /** Runs once the transaction has committed and before anyone else gets in. */
  afterCommit(apply: () => void): void;
}

/** One DuckDB file. Reads and writes run side by side. */
export interface Database {
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * In a transaction that is undone when `work` fails. Those that write the same are to name the
   * same `target`: they come one after another.
   */
  write<T>(target: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** A write that nothing else runs beside: it may change what names stand for. */
  alter<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Resolves when everything that runs has ended and the file is closed. */
  close(): Promise<void>;
}

/**
 * Nothing but its own file is reachable from SQL. One thread a statement: statements run side by
 * side, and short ones cost half of what they do with more.
 */
const settings = {
  threads: '1',
  memory_limit: '1GB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

const statements = [
  "SET GLOBAL TimeZone = 'UTC'",
  'SET GLOBAL enable_external_access = false',
  'SET GLOBAL lock_configuration = true',
];

export async function openDatabase(file: string): Promise<Database> {
  const instance = await DuckDBInstance.create(file, settings).catch((cause: unknown) => {
    throw explainOpening(file, cause);
  });
  const connection = await instance.connect();
  installRuntime(connection);
  for (const statement of statements) await connection.run(statement);
  const readers = createSessionPool(instance);
  const writers = createSessionPool(instance);
  const gate = createGate();
  const turns = createTurns();

  async function transact<T>(
    writer: Session,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const effects: (() => void)[] = [];
    const afterCommit = (apply: () => void) => effects.push(apply);
    await writer.repeat('BEGIN');
    try {
      const outcome = await work({ ...writer, afterCommit });
      await writer.repeat('COMMIT');
      for (const apply of effects) apply();
      return outcome;
    } catch (error) {
      // A statement that fails may have ended the transaction by itself.
      await writer.repeat('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  return {
    read: (work) => gate.shared(() => readers.use(work)),
    write: (target, work) =>
      turns.take(target, () => gate.shared(() => writers.use((writer) => transact(writer, work)))),
    alter: (work) => gate.alone(() => writers.use((writer) => transact(writer, work))),
    close: () =>
      gate.alone(async () => {
        readers.close();
        writers.close();
        connection.closeSync();
        instance.closeSync();
      }),
  };
}

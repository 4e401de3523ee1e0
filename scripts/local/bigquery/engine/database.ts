import { DuckDBInstance } from '@duckdb/node-api';
import { installRuntime } from '../sql/runtime/install-runtime.ts';
import { explainOpening } from './explain-opening.ts';
import { createGate } from './gate.ts';
import { createSession, type Session } from './session.ts';
import { createSessionPool } from './session-pool.ts';

export interface Transaction extends Session {
  /** Runs once the transaction has committed and before anyone else gets in. */
  afterCommit(apply: () => void): void;
}

/** One DuckDB file. Reads run side by side with each other and with one write. */
export interface Database {
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** One after another, each in a transaction that is undone when `work` fails. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
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
  const writer = createSession(connection);
  const pool = createSessionPool(instance);
  const gate = createGate();
  const turns = createGate();

  async function transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
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
    read: (work) => gate.shared(() => pool.use(work)),
    write: (work) => turns.alone(() => gate.shared(() => transact(work))),
    alter: (work) => turns.alone(() => gate.alone(() => transact(work))),
    close: () =>
      turns.alone(() =>
        gate.alone(async () => {
          writer.close();
          pool.close();
          instance.closeSync();
        }),
      ),
  };
}

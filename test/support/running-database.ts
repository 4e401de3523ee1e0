import type { MysqlServer } from '../../scripts/local/mysql/start-mysql-server.ts';

interface RunningDatabase {
  readonly server: MysqlServer;
  readonly folder: string;
}

// Jest loads setup and teardown each with a module registry of its own; what they share is the process.
const shelf = globalThis as { cutoverTestDatabase?: RunningDatabase };

export function keepForTeardown(database: RunningDatabase): void {
  shelf.cutoverTestDatabase = database;
}

export function takeForTeardown(): RunningDatabase | undefined {
  return shelf.cutoverTestDatabase;
}

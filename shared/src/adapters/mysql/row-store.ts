import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { NumberingRowStore } from '../../domain/batch/ports.ts';
import type { Column, Contract } from '../../domain/contract.ts';
import type { Fault } from '../../domain/fault.ts';
import type { ColumnTarget } from '../../domain/header.ts';
import type { Row } from '../../domain/ingest/ports.ts';
import { writeExpression } from './column-expressions.ts';
import { encodeRows, loadRows, loadStatement } from './load-rows.ts';
import { findGreatest, findMissingKeys, findRows, inBatches } from './lookups.ts';
import { quoteIdentifier } from './quote-identifier.ts';
import { readRefusal } from './refusal.ts';
import { asMysqlError } from './translate-mysql-error.ts';

/** Server or client refuses LOAD DATA LOCAL: rows go in by INSERT then. */
const localInfileRefused = new Set([1148, 3948, 4166]);
const rowsAnInsert = 500;

function insertStatement(table: string, columns: readonly Column[], rows: number): string {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const tuple = `(${columns.map(writeExpression).join(', ')})`;
  return `INSERT INTO ${quoteIdentifier(table)} (${names}) VALUES ${Array(rows).fill(tuple).join(', ')}`;
}

/** VALUES() is what both MySQL 8 and MariaDB 10.11 understand. */
const updateClause = (columns: readonly Column[]) =>
  ` ON DUPLICATE KEY UPDATE ${columns
    .map(({ name }) => `${quoteIdentifier(name)} = VALUES(${quoteIdentifier(name)})`)
    .join(', ')}`;

async function readWarning(connection: PoolConnection): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW WARNINGS LIMIT 1');
  return String(rows[0]?.Message ?? 'the value would be altered');
}

/** By session, which keeps it as long as it lives: how far numbers of one sequence are apart. */
const numberSteps = new WeakMap<object, bigint>();

async function readNumberStep(connection: PoolConnection): Promise<bigint> {
  const session = connection.connection;
  const known = numberSteps.get(session);
  if (known !== undefined) return known;
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT @@auto_increment_increment AS step',
  );
  const step = BigInt(row?.step ?? 1);
  numberSteps.set(session, step);
  return step;
}

/**
 * The numbers that rows of INSERT statements got. A statement whose rows are all listed in it gets
 * numbers in one sequence (MySQL manual, "AUTO_INCREMENT Handling in InnoDB", simple inserts).
 */
async function readNumbers(
  connection: PoolConnection,
  results: readonly ResultSetHeader[],
): Promise<string[]> {
  const step = await readNumberStep(connection);
  return results.flatMap(({ insertId, affectedRows }) =>
    Array.from({ length: affectedRows }, (_, at) => String(BigInt(insertId) + BigInt(at) * step)),
  );
}

/**
 * The rows of one table within the connection's open transaction. Where the database refuses rows,
 * a savepoint takes back what the statement had done. See the port for what each method promises.
 */
export function mysqlRowStore(
  connection: PoolConnection,
  contract: Contract,
  targets: readonly ColumnTarget[],
): NumberingRowStore {
  const columns = targets.map(({ column }) => column);
  const loading = loadStatement(contract.table, columns);
  let canLoad = true;

  /** All or nothing: what `work` did is undone where it answers false or the database refuses a row. */
  async function guarded(work: () => Promise<boolean>): Promise<boolean> {
    await connection.query('SAVEPOINT cutover_rows');
    const isDone = await work().catch((error: unknown) => {
      if (readRefusal(error) === null) throw error;
      return false;
    });
    if (!isDone) await connection.query('ROLLBACK TO SAVEPOINT cutover_rows');
    return isDone;
  }

  async function insertMany(rows: readonly Row[], suffix: string): Promise<ResultSetHeader[]> {
    const results: ResultSetHeader[] = [];
    for (const batch of inBatches(rows, rowsAnInsert)) {
      const sql = insertStatement(contract.table, columns, batch.length) + suffix;
      const [result] = await connection.query<ResultSetHeader>(sql, batch.flat());
      results.push(result);
    }
    return results;
  }

  /** Falls back on `otherwise` where server or client refuses LOAD DATA LOCAL. */
  async function load(
    statement: string,
    rows: Iterable<Uint8Array>,
    count: number,
    otherwise: () => Promise<boolean>,
  ): Promise<boolean> {
    if (!canLoad) return otherwise();
    try {
      return await loadRows(connection, statement, rows, count);
    } catch (error) {
      if (!localInfileRefused.has(asMysqlError(error).errno ?? 0)) throw error;
      canLoad = false;
      return otherwise();
    }
  }

  async function insertUnaltered(rows: readonly Row[]): Promise<boolean> {
    const results = await insertMany(rows, '');
    return results.every(({ warningStatus }) => warningStatus === 0);
  }

  async function writeOne(row: Row, suffix: string): Promise<readonly Fault[] | null> {
    let faults: readonly Fault[] | null = null;
    await guarded(async () => {
      try {
        const [result] = await insertMany([row], suffix);
        if (suffix !== '' || result?.warningStatus === 0) return true;
        const message = `The database would not store the row as it is: ${await readWarning(connection)}`;
        faults = [{ column: null, code: 'refused-by-database', message }];
      } catch (error) {
        faults = readRefusal(error);
        if (faults === null) throw error;
      }
      return false;
    });
    return faults;
  }

  /** Rows of other tables may refer to a value that an update changes. */
  async function checkingForeignKeys<T>(work: () => Promise<T>): Promise<T> {
    await connection.query(
      'SET @cutover_checks = @@foreign_key_checks, SESSION foreign_key_checks = 1',
    );
    try {
      return await work();
    } finally {
      await connection.query('SET foreign_key_checks = @cutover_checks');
    }
  }

  const positionsOf = (names: readonly string[]) =>
    names.map((name) => columns.findIndex((column) => column.name === name));
  const columnsAt = (positions: readonly number[]) =>
    positions.flatMap((position) => columns[position] ?? []);

  return {
    findMissingParents({ parentTable, parentColumns, columns: names }, keys) {
      const positions = positionsOf(names);
      const key = columnsAt(positions).map((column, at) => ({
        ...column,
        name: parentColumns[at] ?? '',
      }));
      const where = { table: parentTable, key, locking: ' LOCK IN SHARE MODE' } as const;
      return findMissingKeys(connection, where, keys);
    },
    findGreatest: (column) => findGreatest(connection, contract.table, column),
    findStored(names, keys) {
      const key = columnsAt(positionsOf(names));
      const where = { table: contract.table, key, locking: '' } as const;
      return findRows(connection, where, columns, keys);
    },
    insertPacked(packed, excluded) {
      const statement = loadStatement(
        contract.table,
        packed.targets.map(({ column }) => column),
      );
      const count = packed.count - excluded.length;
      return guarded(() =>
        load(statement, packed.bytesWithout(excluded), count, () => Promise.resolve(false)),
      );
    },
    insertRows: (rows) =>
      guarded(() => load(loading, encodeRows(rows), rows.length, () => insertUnaltered(rows))),
    async insertNumbered(rows, position) {
      const hasNone = (row: Row) => position === -1 || row[position] === null;
      const others = rows.filter((row) => !hasNone(row));
      let numbers: string[] = [];
      const isDone = await guarded(async () => {
        const results = await insertMany(rows.filter(hasNone), '');
        if (!results.every(({ warningStatus }) => warningStatus === 0)) return false;
        numbers = await readNumbers(connection, results);
        return others.length === 0 || insertUnaltered(others);
      });
      if (!isDone) return null;
      let next = 0;
      return rows.map((row) => (hasNone(row) ? (numbers[next++] ?? null) : null));
    },
    insertRow: (row) => writeOne(row, ''),
    updateRows: (rows) =>
      checkingForeignKeys(() =>
        guarded(async () => {
          await insertMany(rows, updateClause(columns));
          return true;
        }),
      ),
    updateRow: (row) => checkingForeignKeys(() => writeOne(row, updateClause(columns))),
  };
}

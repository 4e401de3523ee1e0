import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Column } from '../../domain/contract.ts';
import { type Key, keyText } from '../../domain/ingest/key-text.ts';
import type { Row } from '../../domain/ingest/ports.ts';
import { readStoredExpression, writeExpression } from './column-expressions.ts';
import { quoteIdentifier } from './quote-identifier.ts';

type ArrayRow = RowDataPacket & (string | null)[];

/** MariaDB turns longer IN lists into a temporary table (in_predicate_conversion_threshold). */
const integersAStatement = 900;
const keysAStatement = 200;

export function* inBatches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

export const isIntegerKey = (columns: readonly Column[]) =>
  columns.length === 1 && (columns[0]?.kind === 'integer' || columns[0]?.kind === 'year');

/** An integer key's value as the driver writes a number, so that the index is used as it is. */
const asInteger = (key: Key) => BigInt(key[0] ?? 0);

async function selectArrays(
  connection: PoolConnection,
  sql: string,
  values: readonly unknown[],
): Promise<ArrayRow[]> {
  const [rows] = await connection.query<ArrayRow[]>({
    sql,
    values: [...values],
    rowsAsArray: true,
  });
  return rows;
}

export interface LookupTable {
  readonly table: string;
  /** The key's columns with the names that they have in the table. */
  readonly key: readonly Column[];
  /** Put behind each SELECT: how the rows that are found are locked. */
  readonly locking: '' | ' LOCK IN SHARE MODE';
}

const equals = (key: readonly Column[]) =>
  key.map((column) => `${quoteIdentifier(column.name)} = ${writeExpression(column)}`).join(' AND ');

/** Of `keys` those that the table lacks, as the database compares them (letter case, trailing spaces). */
export async function findMissingKeys(
  connection: PoolConnection,
  { table, key, locking }: LookupTable,
  keys: readonly Key[],
): Promise<Set<string>> {
  const missing = new Set(keys.map(keyText));
  const from = quoteIdentifier(table);
  if (isIntegerKey(key)) {
    const column = quoteIdentifier(key[0]?.name ?? '');
    const sql = `SELECT ${column} FROM ${from} WHERE ${column} IN (?)${locking}`;
    for (const batch of inBatches(keys, integersAStatement)) {
      const found = await selectArrays(connection, sql, [batch.map(asInteger)]);
      for (const [value] of found) missing.delete(String(value));
    }
    return missing;
  }
  const one = `(SELECT ? FROM ${from} WHERE ${equals(key)} LIMIT 1${locking})`;
  for (const batch of inBatches(keys, keysAStatement)) {
    const sql = batch.map(() => one).join(' UNION ALL ');
    const values = batch.flatMap((parts, at) => [at, ...parts]);
    for (const [at] of await selectArrays(connection, sql, values)) {
      missing.delete(keyText(batch[Number(at)] ?? []));
    }
  }
  return missing;
}

const asTexts = (row: ArrayRow) => row.map((value) => (value === null ? null : String(value)));

/**
 * The rows of these keys, as canonical texts of `columns`. They are found as the database compares
 * keys (letter case, trailing spaces) and told by the key's text as it was given.
 */
export async function findRows(
  connection: PoolConnection,
  { table, key, locking }: LookupTable,
  columns: readonly Column[],
  keys: readonly Key[],
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  const list = columns.map(readStoredExpression).join(', ');
  const from = quoteIdentifier(table);
  if (isIntegerKey(key)) {
    const column = quoteIdentifier(key[0]?.name ?? '');
    const sql = `SELECT ${column}, ${list} FROM ${from} WHERE ${column} IN (?)${locking}`;
    for (const batch of inBatches(keys, integersAStatement)) {
      for (const row of await selectArrays(connection, sql, [batch.map(asInteger)])) {
        found.set(String(row[0]), asTexts(row).slice(1));
      }
    }
    return found;
  }
  const one = `(SELECT ?, ${list} FROM ${from} WHERE ${equals(key)} LIMIT 1${locking})`;
  for (const batch of inBatches(keys, keysAStatement)) {
    const sql = batch.map(() => one).join(' UNION ALL ');
    const values = batch.flatMap((parts, at) => [at, ...parts]);
    for (const row of await selectArrays(connection, sql, values)) {
      found.set(keyText(batch[Number(row[0])] ?? []), asTexts(row).slice(1));
    }
  }
  return found;
}

/** The greatest value of an integer column that an index begins with; null in an empty table. */
export async function findGreatest(
  connection: PoolConnection,
  table: string,
  column: string,
): Promise<string | null> {
  const sql = `SELECT MAX(${quoteIdentifier(column)}) FROM ${quoteIdentifier(table)}`;
  const greatest = (await selectArrays(connection, sql, []))[0]?.[0] ?? null;
  return greatest === null ? null : String(greatest);
}

import { VARCHAR } from '@duckdb/node-api';
import type { Bound } from './bound.ts';
import type { Session } from './session.ts';

/** What the file keeps beside the tables' rows: JSON records of a kind, by name. */
export type RecordKind = 'dataset' | 'table' | 'job';

const table = '"$cutover"."record"';
const text = (value: string): Bound => ({ value, type: VARCHAR });

export async function createRecords(session: Session): Promise<void> {
  await session.run('CREATE SCHEMA IF NOT EXISTS "$cutover"');
  await session.run(
    `CREATE TABLE IF NOT EXISTS ${table} (kind VARCHAR, name VARCHAR, content VARCHAR)`,
  );
}

export async function readRecords(session: Session, kind: RecordKind): Promise<unknown[]> {
  const rows = await session.all(`SELECT content FROM ${table} WHERE kind = $1`, [text(kind)]);
  return rows.map(([content]) => JSON.parse(String(content)));
}

/** Undefined where there is none. */
export async function readRecord(session: Session, kind: RecordKind, name: string) {
  const rows = await session.all(`SELECT content FROM ${table} WHERE kind = $1 AND name = $2`, [
    text(kind),
    text(name),
  ]);
  const content = rows[0]?.[0];
  return content === undefined ? undefined : JSON.parse(String(content));
}

export async function removeRecord(session: Session, kind: RecordKind, name: string) {
  await session.run(`DELETE FROM ${table} WHERE kind = $1 AND name = $2`, [text(kind), text(name)]);
}

/** Keeps a record that there is none of yet. */
export async function addRecord(session: Session, kind: RecordKind, name: string, record: object) {
  const content = text(JSON.stringify(record));
  await session.run(`INSERT INTO ${table} VALUES ($1, $2, $3)`, [text(kind), text(name), content]);
}

/** Keeps a record in the place of the one of its name. */
export async function putRecord(session: Session, kind: RecordKind, name: string, record: object) {
  await removeRecord(session, kind, name);
  await addRecord(session, kind, name, record);
}

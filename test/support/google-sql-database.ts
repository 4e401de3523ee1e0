import { DuckDBInstance, type DuckDBValue, type Json } from '@duckdb/node-api';
import { bindingType } from '../../scripts/local/bigquery/engine/bound.ts';
import type { Column, GoogleType } from '../../scripts/local/bigquery/google-type.ts';
import { installRuntime } from '../../scripts/local/bigquery/sql/runtime/install-runtime.ts';
import type { Relation, Statement } from '../../scripts/local/bigquery/sql/statement.ts';
import { translate } from '../../scripts/local/bigquery/sql/translate.ts';
import { formatTableName, schemaOf } from '../../scripts/local/bigquery/table-name.ts';

/** A parameter with its value as DuckDB takes it. */
export interface GivenParameter {
  readonly name?: string;
  readonly type: GoogleType;
  readonly value: DuckDBValue;
}

/** A value as a test writes it: small whole numbers as numbers, structs and arrays as lists. */
export type Shown = string | number | boolean | null | readonly Shown[];

const shortFraction = (text: string) => text.replace(/\.?0+$/, '');

function show(value: Json, type: GoogleType): Shown {
  if (value === null) return null;
  if (type.kind === 'ARRAY') return (value as Json[]).map((item) => show(item, type.element));
  if (type.kind === 'STRUCT') {
    const values = Object.values(value);
    return type.fields.map((field, index) => show(values[index] ?? null, field.type));
  }
  if (type.kind === 'INT64') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (type.kind === 'NUMERIC') return shortFraction(String(value));
  return value as string | number | boolean;
}

/** A DuckDB in memory that speaks GoogleSQL; its one project is p, its one dataset d. */
export async function openGoogleSqlDatabase() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  installRuntime(connection);
  await connection.run(`CREATE SCHEMA ${schemaOf({ project: 'p', dataset: 'd' })}`);
  const relations = new Map<string, Relation>();

  function prepare(text: string, parameters: readonly GivenParameter[] = []): Statement {
    return translate(text, {
      project: 'p',
      dataset: 'd',
      parameters: parameters.map(({ name, type }) => ({ name: name ?? null, type })),
      find: (name) => relations.get(formatTableName(name)) ?? null,
      appends: (name) =>
        `SELECT *, 'INSERT' AS "_CHANGE_TYPE", committed AS "_CHANGE_TIMESTAMP" FROM ${schemaOf(name)}.${name.table}_log`,
    });
  }

  function note({ kind, target, columns }: Statement): void {
    if (target === null) return;
    const key = formatTableName(target);
    if (/^(CREATE_TABLE|ALTER_TABLE)/.test(kind)) relations.set(key, { kind: 'table', columns });
    if (kind === 'CREATE_VIEW') relations.set(key, { kind: 'view', columns });
    if (/^DROP_(TABLE|VIEW)$/.test(kind)) relations.delete(key);
  }

  async function run(text: string, parameters: readonly GivenParameter[] = []) {
    const statement = prepare(text, parameters);
    const given = statement.binds.flatMap((index) => parameters[index] ?? []);
    const reader = await connection.runAndReadAll(
      statement.sql,
      given.map(({ value }) => value),
      given.map(({ type }) => bindingType(type)),
    );
    note(statement);
    const { columns } = statement;
    const rows = reader
      .getRowsJson()
      .map((row) =>
        row.map((value, index) => show(value, columns[index]?.type ?? { kind: 'INT64' })),
      );
    return { columns: columns as readonly Column[], rows };
  }

  return {
    prepare,
    run,
    /** SQL of DuckDB's own. */
    runDuckdb: (sql: string) => connection.run(sql),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export type GoogleSqlDatabase = Awaited<ReturnType<typeof openGoogleSqlDatabase>>;

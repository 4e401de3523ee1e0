import { AppError, type ErrorDetail } from '../../domain/app-error.ts';
import { storedColumns } from '../../domain/backup/stored-columns.ts';
import type { Column, Contract } from '../../domain/contract.ts';
import { chooseDecoding } from './decode/choose-decoding.ts';
import type { DecodeValue } from './decode/decode-value.ts';
import { explainNarrowing } from './explain-narrowing.ts';
import type { WriterField, WriterSchema } from './parse-schema.ts';
import { parseSqlType } from './parse-sql-type.ts';

/** How a field of a file gets into its column. */
export interface PlannedField {
  readonly column: Column;
  /** By the number that stands before a union's value; `null` for its null. */
  readonly branches: readonly (DecodeValue | null)[];
  readonly isUnion: boolean;
}

export interface ColumnPlan {
  /** The file's name in messages. */
  readonly file: string;
  readonly fields: readonly PlannedField[];
  /** The columns of the decoded rows, in the file's order, as `loadStatement` takes them. */
  readonly columns: readonly Column[];
  /** Columns that the file leaves to the database: they may be NULL or have a default. */
  readonly filled: readonly string[];
}

type Planned = PlannedField & { readonly loadedAs: Column };

/** Names of columns are the same in any letter case (MySQL manual, "Identifier Case Sensitivity"). */
const fold = (name: string) => name.toLowerCase();

function planField(field: WriterField, column: Column): Planned | string {
  const isOwn = field.sqlType?.toLowerCase() === column.sqlType.toLowerCase();
  const isNullable = field.types.some(({ type }) => type === 'null');
  const typed = field.types.filter(({ type }) => type !== 'null');
  const [type] = typed;
  if (type === undefined || typed.length > 1) {
    return 'is not of one type, with null or without it, in the file';
  }
  if (isNullable && field.sqlType !== undefined && !column.nullable) {
    return 'may be NULL in the file, and may not in the table';
  }
  const decoding = chooseDecoding(type, column, isOwn);
  if (decoding === undefined) {
    return `is ${column.sqlType} in the table, which does not take ${type.label} of the file`;
  }
  const loss =
    isOwn || field.sqlType === undefined
      ? undefined
      : explainNarrowing(parseSqlType(field.sqlType), column);
  if (loss !== undefined) {
    return `is ${field.sqlType} in the file, and ${column.sqlType} in the table would lose some of it: ${loss}`;
  }
  return {
    column,
    isUnion: field.isUnion,
    branches: field.types.map(({ type }) => (type === 'null' ? null : decoding.decode)),
    loadedAs: decoding.loadedAs,
  };
}

function planFields(schema: WriterSchema, contract: Contract, faults: ErrorDetail[]): Planned[] {
  const columns = new Map(contract.columns.map((column) => [fold(column.name), column]));
  const seen = new Set<string>();
  return schema.fields.flatMap((field) => {
    const name = fold(field.column);
    const column = columns.get(name);
    const planned = seen.has(name)
      ? 'is in the file twice'
      : column === undefined
        ? `is in the file, and the table ${contract.table} has no such column`
        : column.generated
          ? 'is computed by the database, so that the value in the file is lost'
          : planField(field, column);
    seen.add(name);
    if (typeof planned !== 'string') return [planned];
    faults.push({ at: field.column, message: `The column ${field.column} ${planned}.` });
    return [];
  });
}

function findFilled(schema: WriterSchema, contract: Contract, faults: ErrorDetail[]): string[] {
  const inFile = new Set(schema.fields.map(({ column }) => fold(column)));
  const missing = storedColumns(contract).filter(({ name }) => !inFile.has(fold(name)));
  for (const { name, nullable, hasDefault } of missing) {
    if (nullable || hasDefault) continue;
    faults.push({
      at: name,
      message: `The column ${name} is not in the file; the table wants a value and has no default.`,
    });
  }
  return missing.map(({ name }) => name);
}

/**
 * Plans how a file's rows get into a table, column by column by their names, before a row is read.
 * Types are equal or wider, or of another system's file, whose values are then checked one by one.
 * An `invalid-object` names every column that is too narrow, of another kind, missing or too many.
 */
export function planColumns(file: string, schema: WriterSchema, contract: Contract): ColumnPlan {
  const faults: ErrorDetail[] = [];
  const fields = planFields(schema, contract, faults);
  const filled = findFilled(schema, contract, faults);
  if (faults.length > 0) {
    throw new AppError(
      'invalid-object',
      `${file} does not fit the table ${contract.table}. ${faults.map(({ message }) => message).join(' ')}`,
      { details: faults },
    );
  }
  return { file, fields, filled, columns: fields.map(({ loadedAs }) => loadedAs) };
}

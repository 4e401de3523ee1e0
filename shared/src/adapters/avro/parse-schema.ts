import avro, { type Schema } from 'avsc';
import * as z from 'zod';
import { AppError } from '../../domain/app-error.ts';
import { resolveTypes } from './resolve-types.ts';
import type { ValueType } from './value-type.ts';

/** A field of a file's records. Of a union of more than null and one type, `types` are several. */
export interface WriterField {
  readonly name: string;
  /** The name of the column: the field's own, but for names that Avro can't write. */
  readonly column: string;
  readonly sqlType?: string;
  readonly isUnion: boolean;
  /** By the number that stands before a union's value; one where it is none. */
  readonly types: readonly ValueType[];
}

/** The schema by which a file was written: a record. */
export interface WriterSchema {
  readonly name: string;
  /** The table's name: the record's own, but for names that Avro can't write. */
  readonly table: string;
  readonly fields: readonly WriterField[];
}

const recordSchema = z.looseObject({
  type: z.literal('record'),
  name: z.string(),
  namespace: z.string().optional(),
  sql_name: z.string().optional(),
  fields: z.array(
    z.looseObject({
      name: z.string(),
      type: z.unknown(),
      sql_name: z.string().optional(),
      sql_type: z.string().optional(),
    }),
  ),
});

function readJson(file: string, text: string): unknown {
  try {
    const schema: unknown = JSON.parse(text);
    // It refuses what is not a schema; logical types that it does not know do not matter to it.
    avro.Type.forSchema(schema as Schema, { wrapUnions: true });
    return schema;
  } catch (error) {
    throw new AppError('invalid-object', `The schema of ${file} is not an Avro schema.`, {
      cause: error,
    });
  }
}

/** Reads the schema in a file's header; `invalid-object` for one that is none, or not of a record. */
export function parseSchema(file: string, text: string): WriterSchema {
  const parsed = recordSchema.safeParse(readJson(file, text));
  if (!parsed.success) {
    throw new AppError(
      'invalid-object',
      `The schema of ${file} is not that of a table's rows: a record.`,
    );
  }
  const { name, namespace, sql_name: table = name, fields } = parsed.data;
  const resolve = resolveTypes(namespace);
  return {
    name,
    table,
    fields: fields.map((field) => ({
      name: field.name,
      column: field.sql_name ?? field.name,
      ...(field.sql_type === undefined ? {} : { sqlType: field.sql_type }),
      isUnion: Array.isArray(field.type),
      types: resolve(field.type),
    })),
  };
}

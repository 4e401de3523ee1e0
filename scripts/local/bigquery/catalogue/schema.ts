import * as z from 'zod';
import { invalid, notSupported } from '../api-error.ts';
import { type Column, type GoogleType, scalarTypeNamed } from '../google-type.ts';

/** A field of a schema as the API writes it. */
export interface FieldResource {
  readonly name: string;
  readonly type: string;
  readonly mode?: 'NULLABLE' | 'REQUIRED' | 'REPEATED' | undefined;
  readonly description?: string | undefined;
  readonly defaultValueExpression?: string | undefined;
  readonly fields?: readonly FieldResource[] | undefined;
}

const modes = ['NULLABLE', 'REQUIRED', 'REPEATED'] as const;

const fieldSchema: z.ZodType<FieldResource, unknown> = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    type: z.string(),
    mode: z
      .string()
      .transform((mode) => mode.toUpperCase())
      .pipe(z.enum(modes))
      .optional(),
    description: z.string().optional(),
    defaultValueExpression: z.string().optional(),
    fields: z.array(fieldSchema).optional(),
  }),
);

/** A table's schema as the API brings it. Other settings of a field are refused by name. */
export const schemaResource = z.object({ fields: z.array(fieldSchema).default([]) });

const longestName = 300;
const namePattern = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}&%=+:'<>#| ]+$/u;
const reservedPrefixes = [
  '_TABLE_',
  '_FILE_',
  '_PARTITION',
  '_ROW_TIMESTAMP',
  '__ROOT__',
  '_COLIDENTIFIER',
  '_CHANGE_',
];

function checkNames(fields: readonly FieldResource[]) {
  const seen = new Set<string>();
  for (const { name } of fields) {
    const isReserved = reservedPrefixes.some((prefix) => name.toUpperCase().startsWith(prefix));
    if (name.length > longestName || !namePattern.test(name) || isReserved) {
      throw invalid(
        `Invalid field name "${name}". Fields must contain the allowed characters, be at most 300 characters long, and not start with a reserved prefix.`,
      );
    }
    if (seen.has(name.toLowerCase())) {
      throw invalid(`Field ${name} already exists in schema`);
    }
    seen.add(name.toLowerCase());
  }
}

/** The API's own names of types, in which it also answers. */
const legacyNames: Readonly<Record<string, string>> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
};

const isRecord = ({ type }: FieldResource) => /^(RECORD|STRUCT)$/i.test(type);

function readScalar({ name, type, fields }: FieldResource): GoogleType {
  const scalar = scalarTypeNamed(/^FLOAT$/i.test(type) ? 'FLOAT64' : type);
  if (scalar === null) throw notSupported(`columns of type ${type}`);
  if (fields !== undefined) throw invalid(`Field ${name} is type ${type} but has a schema`);
  return scalar;
}

function readRecord({ name, fields = [] }: FieldResource): GoogleType {
  if (fields.length === 0) throw invalid(`Field ${name} is type RECORD but has no schema`);
  checkNames(fields);
  for (const { mode, defaultValueExpression } of fields) {
    if (mode === 'REQUIRED') throw notSupported('REQUIRED fields inside of a RECORD');
    if (defaultValueExpression !== undefined) {
      throw notSupported('default values inside of a RECORD');
    }
  }
  return {
    kind: 'STRUCT',
    fields: fields.map((field) => ({ name: field.name, type: readType(field) })),
  };
}

function readType(field: FieldResource): GoogleType {
  const type = isRecord(field) ? readRecord(field) : readScalar(field);
  return field.mode === 'REPEATED' ? { kind: 'ARRAY', element: type } : type;
}

/** The columns that a schema describes. Throws `invalid` for a schema that no table can have. */
export function toColumns(fields: readonly FieldResource[]): Column[] {
  checkNames(fields);
  return fields.map((field) => ({
    name: field.name,
    type: readType(field),
    required: field.mode === 'REQUIRED',
    description: field.description ?? null,
    defaultExpression: field.defaultValueExpression ?? null,
  }));
}

/** Fields as the API answers them: its own names of types, and every mode. */
export function normaliseFields(fields: readonly FieldResource[]): FieldResource[] {
  return fields.map(({ fields: inner, ...field }) => {
    const type = isRecord(field) ? 'RECORD' : readScalar(field).kind;
    const mode = field.mode ?? 'NULLABLE';
    const nested = inner === undefined ? {} : { fields: normaliseFields(inner) };
    return { ...field, type: legacyNames[type] ?? type, mode, ...nested };
  });
}

function toField(name: string, type: GoogleType): FieldResource {
  if (type.kind === 'ARRAY') return { ...toField(name, type.element), mode: 'REPEATED' };
  const plain = { name, type: legacyNames[type.kind] ?? type.kind, mode: 'NULLABLE' as const };
  if (type.kind !== 'STRUCT') return plain;
  const fields = type.fields.map((field, index) =>
    toField(field.name ?? `_field_${index + 1}`, field.type),
  );
  return { ...plain, type: 'RECORD', fields };
}

/** The schema of columns, as the API writes it. */
export function toFields(columns: readonly Column[]): FieldResource[] {
  return columns.map(({ name, type, required, description, defaultExpression }) => ({
    ...toField(name, type),
    ...(required ? { mode: 'REQUIRED' as const } : {}),
    ...(description === null ? {} : { description }),
    ...(defaultExpression === null ? {} : { defaultValueExpression: defaultExpression }),
  }));
}

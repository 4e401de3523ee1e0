import * as z from 'zod';
import { invalid } from '../../api-error.ts';

const primitives = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
] as const;

export type Primitive = (typeof primitives)[number];

/** A schema with the names of types resolved. */
export type AvroType =
  | { readonly kind: Primitive; readonly logical: Logical | null }
  | { readonly kind: 'fixed'; readonly size: number; readonly logical: Logical | null }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'array' | 'map'; readonly items: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | { readonly kind: 'record'; readonly fields: readonly AvroField[] };

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc: string | null;
}

/** What a value means beyond its encoding. */
export interface Logical {
  readonly name: string;
  readonly precision: number;
  readonly scale: number;
}

const complexSchema = z.object({
  type: z.unknown(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  logicalType: z.string().optional(),
  precision: z.int().default(0),
  scale: z.int().default(0),
  sqlType: z.string().optional(),
  size: z.int().min(0).default(0),
  symbols: z.array(z.string()).default([]),
  items: z.unknown().optional(),
  values: z.unknown().optional(),
  fields: z
    .array(z.object({ name: z.string(), type: z.unknown().optional(), doc: z.string().optional() }))
    .default([]),
});

type Complex = z.infer<typeof complexSchema>;

const isPrimitive = (name: string): name is Primitive =>
  (primitives as readonly string[]).includes(name);

const malformed = (what: string) => invalid(`The Apache Avro file's schema is malformed: ${what}`);

function logicalOf({ logicalType, precision, scale, sqlType }: Complex): Logical | null {
  const name = logicalType ?? (sqlType === 'JSON' ? 'json' : undefined);
  return name === undefined ? null : { name, precision, scale };
}

const fullName = (name: string, namespace: string) =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

/** Reads schemas, and remembers the types that they name. */
function createReader() {
  const named = new Map<string, AvroType>();

  function readName(name: string, namespace: string): AvroType {
    if (isPrimitive(name)) return { kind: name, logical: null };
    const type = named.get(fullName(name, namespace)) ?? named.get(name);
    if (type === undefined) throw malformed(`there is no type ${name}, or it holds itself`);
    return type;
  }

  function readComplex(schema: Complex, outer: string): AvroType {
    const { type, name = '' } = schema;
    const own = fullName(name, schema.namespace ?? outer);
    const namespace = own.split('.').slice(0, -1).join('.');
    const remember = (made: AvroType) => {
      named.set(own, made);
      return made;
    };
    if (type === 'record' || type === 'error') {
      const fields = schema.fields.map((field) => ({
        name: field.name,
        type: read(field.type, namespace),
        doc: field.doc ?? null,
      }));
      return remember({ kind: 'record', fields });
    }
    if (type === 'enum') return remember({ kind: 'enum', symbols: schema.symbols });
    if (type === 'fixed') {
      return remember({ kind: 'fixed', size: schema.size, logical: logicalOf(schema) });
    }
    if (type === 'array') return { kind: 'array', items: read(schema.items, outer) };
    if (type === 'map') return { kind: 'map', items: read(schema.values, outer) };
    if (typeof type === 'string' && isPrimitive(type)) {
      return { kind: type, logical: logicalOf(schema) };
    }
    return read(type, outer);
  }

  function read(schema: unknown, namespace: string): AvroType {
    if (typeof schema === 'string') return readName(schema, namespace);
    if (Array.isArray(schema)) {
      return { kind: 'union', branches: schema.map((branch) => read(branch, namespace)) };
    }
    const complex = complexSchema.safeParse(schema);
    if (!complex.success) throw malformed(z.prettifyError(complex.error));
    return readComplex(complex.data, namespace);
  }

  return read;
}

/** Reads a schema. Throws `invalid` for one that is malformed. */
export const readAvroSchema = (schema: unknown): AvroType => createReader()(schema, '');

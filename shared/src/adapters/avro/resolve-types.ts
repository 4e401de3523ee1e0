import * as z from 'zod';
import type { ValueType } from './value-type.ts';

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

const definitionSchema = z.object({
  type: z.unknown(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  logicalType: z.string().optional(),
  precision: z.number().optional(),
  scale: z.number().optional(),
  size: z.number().optional(),
  symbols: z.array(z.string()).optional(),
});

type Definition = z.infer<typeof definitionSchema>;

function describe(definition: Definition): ValueType {
  const { type, logicalType, precision, scale, size, symbols } = definition;
  const known = [...primitives, 'fixed' as const, 'enum' as const].find((name) => name === type);
  const label = String(logicalType ?? (known === undefined ? 'a compound type' : known));
  return {
    type: known ?? 'other',
    label,
    ...(logicalType === undefined ? {} : { logicalType }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
    ...(size === undefined ? {} : { size }),
    ...(symbols === undefined ? {} : { symbols }),
  };
}

/**
 * Makes the reading of a record's field types, one after the other, since a type that has a name is
 * defined where it first stands and named after that. They are those of a schema that was checked.
 */
export function resolveTypes(recordNamespace = ''): (type: unknown) => readonly ValueType[] {
  const named = new Map<string, ValueType>();

  function define({ name, namespace = recordNamespace }: Definition, type: ValueType): void {
    if (name === undefined) return;
    named.set(name.includes('.') || namespace === '' ? name : `${namespace}.${name}`, type);
  }

  function refer(name: string): ValueType {
    const primitive = primitives.find((known) => known === name);
    if (primitive !== undefined) return { type: primitive, label: primitive };
    const inNamespace = named.get(name) ?? named.get(`${recordNamespace}.${name}`);
    return inNamespace ?? { type: 'other', label: name };
  }

  function resolveOne(type: unknown): ValueType {
    if (typeof type === 'string') return refer(type);
    const definition = definitionSchema.safeParse(type);
    if (!definition.success) return { type: 'other', label: 'a compound type' };
    // A type in braces without anything to add is that type: {"type": {"type": "string"}}.
    if (typeof definition.data.type === 'object') return resolveOne(definition.data.type);
    const described = describe(definition.data);
    define(definition.data, described);
    return described;
  }

  return (type) =>
    Array.isArray(type) ? type.map((branch) => resolveOne(branch)) : [resolveOne(type)];
}

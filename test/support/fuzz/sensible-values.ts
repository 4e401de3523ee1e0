import fc from 'fast-check';
import { hostileJson, hostileText } from './hostile-values.ts';

/** As much of JSON Schema as zod writes. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
}

const tables = ['departments', 'jobs', 'hired_employees', 'employees'];
const columns = ['id', 'name', 'datetime', 'department_id', 'department', 'job'];
const numbers = ['1', '2', '7', '10', '2021'];
const moments = ['2021-05-04', '2021-05-04 11:00:00', '2023-05-04T11:00:00Z'];
const words = ['true', 'false', 'asc', 'json', 'csv', 'newest', 'hr', 'id,name', 'Sales'];
const all = [...tables, ...columns, ...numbers, ...moments, ...words];

/** What a text of this name may say, so that requests get further than the first check. */
function textsFor(name: string): readonly string[] {
  if (/table|^as$/.test(name)) return tables;
  if (/^id$|_id$|year|limit|number/.test(name)) return numbers;
  if (/date|time|since|until|before|after/.test(name)) return moments;
  if (name === 'columns') return ['id', 'name', 'id,name'];
  return all;
}

export const sensibleTexts = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(...textsFor(name));
export const sensibleColumn = fc.constantFrom(...columns);
const sensibleNumber = fc.constantFrom(0, 1, 2, 7, 10, 60, 2021);

/** Mostly what is asked for, else what nobody means. */
const mostly = (sensible: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 14, arbitrary: sensible }, { weight: 1, arbitrary: hostileJson });

function objectsOf({ properties = {}, required = [], additionalProperties }: JsonSchema) {
  const fields: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, name)]),
  );
  const own = fc.record(fields, { requiredKeys: [...required] });
  const others = typeof additionalProperties === 'object' ? additionalProperties : {};
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  const names = isOpen ? fc.oneof(sensibleColumn, hostileText) : hostileText;
  const extra = fc.dictionary(names, valuesOf(others), { maxKeys: isOpen ? 5 : 1 });
  const weight = isOpen ? 4 : 1;
  return fc.oneof(
    { weight: 14, arbitrary: own },
    { weight, arbitrary: fc.tuple(own, extra).map(([left, right]) => ({ ...left, ...right })) },
  );
}

function sensibleValuesOf(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, name)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const [type] = [schema.type ?? []].flat();
  if (type === 'object') return objectsOf(schema);
  if (type === 'array') {
    return fc.array(valuesOf(schema.items ?? {}, name), { minLength: 1, maxLength: 3 });
  }
  if (type === 'integer' || type === 'number') return sensibleNumber;
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return sensibleTexts(name);
  const cell = fc.oneof(sensibleTexts(''), sensibleNumber, hostileText);
  const row = fc.dictionary(sensibleColumn, cell, { minKeys: 1, maxKeys: 5 });
  return fc.oneof(sensibleTexts(name), sensibleNumber, row, fc.array(row, { maxLength: 3 }));
}

/** Values that a schema asks for, with hostile ones among them at every depth. */
export function valuesOf(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
  return mostly(sensibleValuesOf(schema, name));
}

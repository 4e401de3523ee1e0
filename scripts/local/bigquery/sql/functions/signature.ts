import { formatType, type GoogleType, type ScalarName } from '../../google-type.ts';
import { coerce } from '../resolve/coerce.ts';
import type { Context } from '../resolve/context.ts';
import { supertype } from '../resolve/supertype.ts';
import { computed, type Value } from '../resolve/value.ts';
import type { Call } from '../syntax/expression.ts';

/** How a function is resolved where it is called. */
export type FunctionRule = (call: Call, context: Context) => Value;

/** Signatures are written as in the documentation: 'STRING, INT64? -> STRING', 'T, T... -> T'. */
interface Signature {
  readonly parameters: readonly string[];
  readonly optional: number;
  readonly isVariadic: boolean;
  readonly result: string;
}

export interface Match {
  readonly sqls: readonly string[];
  readonly type: GoogleType;
  /** The types of the signature that fitted, as they are written in it. */
  readonly parameters: readonly string[];
}

function readSignature(text: string): Signature {
  const [left = '', result = ''] = text.split(' -> ');
  const given = left === '' ? [] : left.split(', ');
  return {
    parameters: given.map((one) => one.replace(/[?]|\.\.\.$/, '')),
    optional: given.filter((one) => one.endsWith('?')).length,
    isVariadic: given.at(-1)?.endsWith('...') ?? false,
    result,
  };
}

const isTemplate = (name: string) => name === 'T' || name === 'ARRAY<T>';

/** The type that a parameter's name stands for, with T known. */
function typeOf(name: string, template: GoogleType | null): GoogleType | null {
  if (name === 'T') return template;
  const element = /^ARRAY<(.+)>$/.exec(name)?.[1];
  if (element === undefined) return { kind: name as ScalarName };
  const inner = typeOf(element, template);
  return inner === null ? null : { kind: 'ARRAY', element: inner };
}

function findTemplate(names: readonly string[], values: readonly Value[]): GoogleType | null {
  const given = values.filter((_, index) => isTemplate(names[index] ?? ''));
  if (given.length === 0) return null;
  const elements = given.map((value, index) => {
    const name = names.filter(isTemplate)[index];
    if (name === 'T') return value;
    return value.type.kind === 'ARRAY'
      ? { ...computed('', value.type.element), untyped: value.untyped }
      : null;
  });
  const known = elements.filter((value) => value !== null);
  return known.length === elements.length ? supertype(known) : null;
}

function tryMatch(signature: Signature, values: readonly Value[]): Match | null {
  const { parameters, optional, isVariadic, result } = signature;
  const most = isVariadic ? Number.POSITIVE_INFINITY : parameters.length;
  const least = isVariadic ? parameters.length - 1 : parameters.length - optional;
  if (values.length < least || values.length > most) return null;
  const names = values.map((_, index) => parameters[index] ?? parameters.at(-1) ?? '');
  const template = findTemplate(names, values);
  const sqls = values.map((value, index) => {
    const name = names[index] ?? '';
    if (name === 'ANY') return value.sql;
    const type = typeOf(name, template);
    return type === null ? null : coerce(value, type);
  });
  const type = typeOf(result, template);
  if (type === null || sqls.includes(null)) return null;
  return { sqls: sqls.map((sql) => sql ?? ''), type, parameters };
}

/** How many values have the signature's own types; a literal, which gives way, counts half. */
function closeness({ parameters }: Signature, values: readonly Value[]): number {
  const points = values.map(({ type, untyped, literal }, index): number => {
    const name = parameters[index] ?? parameters.at(-1);
    if (untyped || name !== type.kind) return 0;
    return literal === null ? 1 : 0.5;
  });
  return points.reduce((sum, point) => sum + point, 0);
}

/** A signature in a message: ABS(INT64), INT64 + INT64. */
function describe({ parameters }: Signature, name: string): string {
  const types = parameters.map((type) => type.replace(/\bT\b/, 'ANY'));
  const operator = /^operator (.*)$/.exec(name)?.[1];
  if (operator === undefined) return `${name}(${types.join(', ')})`;
  return types.length === 1 ? `${operator}${types[0]}` : types.join(` ${operator} `);
}

/** Of the signatures that fit, the one that the values come closest to; the first of equals. */
export function matchSignature(
  { name, signatures, at }: { name: string; signatures: readonly string[]; at: number },
  values: readonly Value[],
  context: Context,
): Match {
  const all = signatures.map(readSignature);
  const ordered = all.toSorted((a, b) => closeness(b, values) - closeness(a, values));
  for (const signature of ordered) {
    const match = tryMatch(signature, values);
    if (match !== null) return match;
  }
  if (values.some(({ type }) => type.kind === 'BYTES')) {
    throw context.unsupported(at, `${name} of BYTES`);
  }
  const types = values.map(({ type, untyped }) => (untyped ? 'NULL' : formatType(type))).join(', ');
  const supported = all.map((signature) => describe(signature, name));
  const label = all.length === 1 ? 'Supported signature' : 'Supported signatures';
  const noun = name.startsWith('operator') ? name : `function ${name}`;
  throw context.error(
    at,
    `No matching signature for ${noun} for argument types: ${types}. ${label}: ${supported.join('; ')}`,
  );
}

/** A function of plain values, by its signatures and what it is in DuckDB. */
export function scalar(
  signatures: readonly string[],
  print: (args: readonly string[], type: GoogleType, parameters: readonly string[]) => string,
): FunctionRule {
  return ({ name, args, at }, context) => {
    const values = args.map((node) => context.expression(node));
    const { sqls, type, parameters } = matchSignature({ name, signatures, at }, values, context);
    return computed(print(sqls, type, parameters), type);
  };
}

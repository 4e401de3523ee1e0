import { coerce } from '../resolve/coerce.ts';
import type { Context } from '../resolve/context.ts';
import { castSql, scalarType } from '../resolve/value.ts';
import type { Call, Expression } from '../syntax/expression.ts';
import { type MomentType, momentTypes } from './date-part.ts';

/** Microseconds since 1970-01-01, by which the runtime reckons. */
export const microsSql = (sql: string) => `epoch_us(${sql})`;

/** A moment of a type from its microseconds. */
export const momentSql = (micros: string, type: MomentType) =>
  castSql(`make_timestamp(${micros})`, scalarType(type));

/** An argument as a moment: of its own type if it has one, else of the type that the function is for. */
export function momentArgument(
  node: Expression | undefined,
  fallback: MomentType,
  call: { readonly name: string; readonly at: number },
  context: Context,
): { readonly sql: string; readonly type: MomentType } {
  if (node === undefined)
    throw context.error(call.at, `No matching signature for function ${call.name}`);
  const value = context.expression(node);
  const own = value.untyped ? undefined : momentTypes.find((kind) => kind === value.type.kind);
  const type = accepted(own as MomentType | undefined, fallback);
  const sql = coerce(value, scalarType(type));
  if (sql !== null) return { sql, type };
  const message = `No matching signature for function ${call.name} for argument types: ${value.type.kind}`;
  throw context.error(call.at, message);
}

/** DATE_ADD and its kin take DATETIME and TIMESTAMP, too. */
const accepted = (own: MomentType | undefined, fallback: MomentType) =>
  own !== undefined && (own === 'TIME') === (fallback === 'TIME') ? own : fallback;

/** An argument of a plain type. */
export function plainArgument(
  node: Expression,
  kind: 'INT64' | 'STRING',
  call: { readonly name: string; readonly at: number },
  context: Context,
): string {
  const value = context.expression(node);
  const sql = coerce(value, scalarType(kind));
  if (sql !== null) return sql;
  throw context.error(
    node.at,
    `${call.name} needs an argument of type ${kind} but got ${value.type.kind}`,
  );
}

/** A TIMESTAMP as the clock of a time zone shows it. */
export const inZone = (sql: string, zone: string | null) =>
  zone === null ? `CAST(${sql} AS TIMESTAMP)` : `timezone(${zone}, ${sql})`;

/** The time zone that stands as an argument, or null for UTC. */
export const zoneArgument = (node: Expression | undefined, call: Call, context: Context) =>
  node === undefined ? null : plainArgument(node, 'STRING', call, context);

import { fieldName, quoteName } from '../../duckdb-type.ts';
import { formatType, type GoogleType, type StructField } from '../../google-type.ts';
import type { ArrayConstructor, ElementAccess, StructConstructor } from '../syntax/expression.ts';
import { coerce } from './coerce.ts';
import { unify } from './compare.ts';
import type { Context } from './context.ts';
import { impliedName } from './implied-name.ts';
import { sameName } from './scope.ts';
import { castSql, computed, nullValue, type Value } from './value.ts';

export function resolveArray({ element, items, at }: ArrayConstructor, context: Context): Value {
  const parts = items.map((item) => context.expression(item));
  if (element !== null) {
    const sqls = parts.map((part, index) => {
      const sql = coerce(part, element);
      if (sql !== null) return sql;
      const message = `Array element type ${formatType(part.type)} does not coerce to ${formatType(element)}`;
      throw context.error(items[index]?.at ?? at, message);
    });
    const type: GoogleType = { kind: 'ARRAY', element };
    return computed(castSql(`[${sqls.join(', ')}]`, type), type);
  }
  if (parts.length === 0) {
    const type: GoogleType = { kind: 'ARRAY', element: { kind: 'INT64' } };
    return { ...computed(castSql('[]', type), type), untyped: true };
  }
  const { sqls, type: common } = unify('an array', parts, at, context);
  if (common.kind === 'ARRAY') {
    throw context.error(
      at,
      'Cannot construct array with element type ARRAY because nested arrays are not supported',
    );
  }
  const type: GoogleType = { kind: 'ARRAY', element: common };
  return { ...computed(castSql(`[${sqls.join(', ')}]`, type), type), parts };
}

/** A struct of named values; DuckDB's structs can't have two fields of one name. */
export function packStruct(
  fields: readonly { readonly name: string | null; readonly value: Value }[],
  at: number,
  context: Context,
): Value {
  const repeated = fields.find(
    ({ name }, index) =>
      name !== null &&
      fields.slice(0, index).some((one) => one.name !== null && sameName(one.name, name)),
  );
  if (repeated !== undefined) {
    throw context.unsupported(at, `A STRUCT with two fields of the name ${repeated.name}`);
  }
  if (fields.length === 0) throw context.unsupported(at, 'A STRUCT without fields');
  const type: GoogleType = {
    kind: 'STRUCT',
    fields: fields.map(({ name, value }): StructField => ({ name, type: value.type })),
  };
  const inner = fields.map(
    ({ name, value }, index) => `${quoteName(fieldName(name, index))} := ${value.sql}`,
  );
  return {
    ...computed(`struct_pack(${inner.join(', ')})`, type),
    parts: fields.map(({ value }) => value),
  };
}

export function resolveStruct({ type, fields, at }: StructConstructor, context: Context): Value {
  const given = fields.map(({ name, value }) => ({
    name: name?.text ?? (type === null ? impliedName(value) : null),
    value: context.expression(value),
  }));
  if (type === null) return packStruct(given, at, context);
  if (type.fields.length !== given.length) {
    const message = `STRUCT type has ${type.fields.length} fields but constructor call has ${given.length} fields`;
    throw context.error(at, message);
  }
  const typed = type.fields.map(({ name, type: wanted }, index) => {
    const value = given[index]?.value ?? nullValue;
    const sql = coerce(value, wanted);
    if (sql !== null) return { name, value: computed(sql, wanted) };
    const message = `Struct field ${index + 1} has type ${formatType(value.type)} which does not coerce to ${formatType(wanted)}`;
    throw context.error(fields[index]?.value.at ?? at, message);
  });
  return { ...packStruct(typed, at, context), parts: null };
}

function accessJson(base: Value, index: Value, at: number, context: Context): Value {
  const { kind } = index.type;
  if (kind === 'STRING')
    return computed(`CAST(gs_json_member(${base.sql}, ${index.sql}) AS JSON)`, 'JSON');
  if (kind === 'INT64')
    return computed(`CAST(gs_json_element(${base.sql}, ${index.sql}) AS JSON)`, 'JSON');
  throw context.error(at, `JSON subscript must be INT64 or STRING but was ${kind}`);
}

/** array[OFFSET(0)], array[ORDINAL(1)]; past its ends an error, or NULL with SAFE_. */
export function resolveElement(node: ElementAccess, context: Context): Value {
  const base = context.expression(node.base);
  const index = context.expression(node.index);
  if (base.type.kind === 'JSON' && node.how === 'INDEX') {
    return accessJson(base, index, node.at, context);
  }
  if (base.type.kind === 'STRUCT') throw context.unsupported(node.at, 'A position in a STRUCT');
  if (base.type.kind !== 'ARRAY') {
    throw context.error(
      node.at,
      `Element access using [] is not supported on values of type ${formatType(base.type)}`,
    );
  }
  const position = coerce(index, { kind: 'INT64' });
  if (position === null) {
    throw context.error(
      node.index.at,
      `Array position must be coercible to INT64 type, but has type ${formatType(index.type)}`,
    );
  }
  const first = node.how.endsWith('ORDINAL') ? 1 : 0;
  const isSafe = node.how.startsWith('SAFE_');
  const checked = `gs_${isSafe ? 'safe_' : ''}position(${position}, CAST(${first} AS BIGINT), len(${base.sql}))`;
  return computed(`list_extract(${base.sql}, ${checked})`, base.type.element);
}

import { formatType } from '../../google-type.ts';
import type { Literal, ParameterUse } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { literalSql } from './literal-sql.ts';
import { castSql, columnValue, scalarType, type Value } from './value.ts';

export function resolveLiteral({ type, text, at }: Literal, context: Context): Value {
  const isTooFine = type === 'NUMERIC' && /\.\d{10}/.test(text);
  const sql = isTooFine ? null : literalSql({ type, text });
  if (sql === null) {
    const shown = type === 'INT64' ? 'integer' : type;
    const detail = type === 'INT64' || type === 'FLOAT64' ? `: ${text}` : '';
    throw context.error(at, `Invalid ${shown} literal${detail}`);
  }
  return { ...columnValue(sql, scalarType(type)), literal: { type, text } };
}

/** A parameter by its name, or the n-th question mark. */
export function resolveParameter({ name, position, at }: ParameterUse, context: Context): Value {
  const { parameters } = context.notes.options;
  const index = parameters.findIndex((parameter, order) =>
    name === null
      ? parameter.name === null && order === position
      : parameter.name?.toLowerCase() === name.toLowerCase(),
  );
  const parameter = parameters[index];
  if (parameter === undefined) {
    const message =
      name === null
        ? `Query parameter number ${position + 1} is not defined`
        : `Query parameter '${name}' not found`;
    throw context.error(at, message);
  }
  if (formatType(parameter.type).includes('BIGNUMERIC')) {
    throw context.unsupported(at, 'The type BIGNUMERIC');
  }
  const sql = castSql(`$${context.notes.bind(index)}`, parameter.type);
  return { ...columnValue(sql, parameter.type), isParameter: true };
}

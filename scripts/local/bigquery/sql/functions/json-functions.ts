import { fieldName } from '../../duckdb-type.ts';
import type { GoogleType } from '../../google-type.ts';
import type { Context } from '../resolve/context.ts';
import { computed } from '../resolve/value.ts';
import { listOfTexts } from './list-of-texts.ts';
import { type FunctionRule, matchSignature, scalar } from './signature.ts';

const root = "'$'";

/** A value as JSON text, or as the text of a JSON value, in which 1.0 stays 1.0. */
function encode(sql: string, type: GoogleType, isValue: boolean): string {
  return `coalesce(${encodeNotNull(sql, type, isValue)}, 'null')`;
}

function encodeNotNull(sql: string, type: GoogleType, isValue: boolean): string {
  switch (type.kind) {
    case 'ARRAY': {
      const items = `list_transform(${sql}, lambda e: ${encode('e', type.element, isValue)})`;
      return `('[' || array_to_string(${items}, ',') || ']')`;
    }
    case 'STRUCT': {
      const members = type.fields.map(({ name, type: inner }, index) => {
        const key = fieldName(name, index).replaceAll("'", "''");
        const label = JSON.stringify(name ?? '').replaceAll("'", "''");
        return `'${label}:' || ${encode(`struct_extract(${sql}, '${key}')`, inner, isValue)}`;
      });
      const body = members.join(" || ',' || ");
      return `CASE WHEN ${sql} IS NULL THEN NULL ELSE '{' || ${body} || '}' END`;
    }
    case 'INT64':
      return isValue ? `CAST(${sql} AS VARCHAR)` : `gs_integer_json(${sql})`;
    case 'FLOAT64':
      return `gs_float_${isValue ? 'value_' : ''}json(${sql})`;
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return `gs_numeric_json(gs_numeric_text(CAST(${sql} AS VARCHAR)))`;
    case 'BOOL':
    case 'JSON':
      return `CAST(${sql} AS VARCHAR)`;
    case 'STRING':
      return `gs_text_json(${sql})`;
    case 'BYTES':
      return `('"' || to_base64(${sql}) || '"')`;
    case 'DATE':
      return `('"' || CAST(${sql} AS VARCHAR) || '"')`;
    case 'TIME':
      return `('"' || gs_time_text(epoch_us(${sql})) || '"')`;
    default:
      return `gs_${type.kind.toLowerCase()}_json(epoch_us(${sql}))`;
  }
}

const toJsonString: FunctionRule = ({ name, args, at }, context) => {
  const [value] = args.map((node) => context.expression(node));
  if (args.length === 2) throw context.unsupported(at, 'TO_JSON_STRING with pretty_print');
  if (value === undefined || args.length > 2) {
    throw context.error(
      at,
      `No matching signature for function ${name} with ${args.length} arguments`,
    );
  }
  return computed(encode(value.sql, value.type, false), 'STRING');
};

const toJson: FunctionRule = ({ name, args, at }, context) => {
  const [value] = args.map((node) => context.expression(node));
  if (value === undefined || args.length > 1) {
    throw context.error(
      at,
      `No matching signature for function ${name} with ${args.length} arguments`,
    );
  }
  return computed(`CAST(gs_parse_json(${encode(value.sql, value.type, true)}) AS JSON)`, 'JSON');
};

/** The same function of a STRING of JSON and of a JSON value. */
function select(
  print: { text: (args: readonly string[]) => string; json: (args: readonly string[]) => string },
  results: { text: string; json: string },
): FunctionRule {
  return ({ name, args, at }, context: Context) => {
    const values = args.map((node) => context.expression(node));
    const isJson = values[0]?.type.kind === 'JSON';
    const kind = isJson ? 'json' : 'text';
    const signatures = [`${isJson ? 'JSON' : 'STRING'}, STRING? -> ${results[kind]}`];
    const { sqls, type } = matchSignature({ name, signatures, at }, values, context);
    const [text = '', path = root] = sqls;
    return computed(print[kind]([isJson ? `CAST(${text} AS VARCHAR)` : text, path]), type);
  };
}

const call = (name: string) => (args: readonly string[]) => `${name}(${args.join(', ')})`;
const asJson = (name: string) => (args: readonly string[]) => `CAST(${call(name)(args)} AS JSON)`;
const asTexts = (name: string) => (args: readonly string[]) => listOfTexts(call(name)(args));

/** NULL and every other text of an element come through a JSON array of texts. */
const asJsons = (name: string) => (args: readonly string[]) =>
  `list_transform(${asTexts(name)(args)}, lambda e: CAST(gs_parse_json(e) AS JSON))`;

export const jsonFunctions: Readonly<Record<string, FunctionRule>> = {
  TO_JSON_STRING: toJsonString,
  TO_JSON: toJson,
  PARSE_JSON: scalar(['STRING -> JSON'], ([text]) => `CAST(gs_parse_json(${text}) AS JSON)`),
  JSON_VALUE: select(
    { text: call('gs_json_value'), json: call('gs_json_value') },
    { text: 'STRING', json: 'STRING' },
  ),
  JSON_QUERY: select(
    { text: call('gs_json_query'), json: asJson('gs_json_select') },
    { text: 'STRING', json: 'JSON' },
  ),
  JSON_EXTRACT: select(
    { text: call('gs_json_extract'), json: asJson('gs_json_extract_select') },
    { text: 'STRING', json: 'JSON' },
  ),
  JSON_EXTRACT_SCALAR: select(
    { text: call('gs_json_extract_scalar'), json: call('gs_json_extract_scalar') },
    { text: 'STRING', json: 'STRING' },
  ),
  JSON_QUERY_ARRAY: select(
    { text: asTexts('gs_json_query_array'), json: asJsons('gs_json_query_array') },
    { text: 'ARRAY<STRING>', json: 'ARRAY<JSON>' },
  ),
  JSON_VALUE_ARRAY: select(
    { text: asTexts('gs_json_value_array'), json: asTexts('gs_json_value_array') },
    { text: 'ARRAY<STRING>', json: 'ARRAY<STRING>' },
  ),
};

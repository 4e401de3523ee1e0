import { notSupported } from '../../api-error.ts';
import type { FieldResource } from '../../catalogue/schema.ts';
import type { AvroField, AvroType, Logical, Primitive } from './avro-schema.ts';

const plain: Readonly<Record<Primitive, string | undefined>> = {
  null: undefined,
  boolean: 'BOOL',
  int: 'INT64',
  long: 'INT64',
  float: 'FLOAT64',
  double: 'FLOAT64',
  bytes: 'BYTES',
  string: 'STRING',
};

const logical: Readonly<Record<string, string>> = {
  date: 'DATE',
  'time-millis': 'TIME',
  'time-micros': 'TIME',
  'timestamp-millis': 'TIMESTAMP',
  'timestamp-micros': 'TIMESTAMP',
  'local-timestamp-millis': 'DATETIME',
  'local-timestamp-micros': 'DATETIME',
  datetime: 'DATETIME',
};

/** What NUMERIC holds of a decimal. */
const mostScale = 9;
const mostWhole = 29;

function logicalColumn({ name, precision, scale }: Logical): string | undefined {
  if (name === 'decimal') {
    if (scale > mostScale || precision - scale > mostWhole) {
      throw notSupported(`Avro's decimal(${precision}, ${scale}), which is no NUMERIC`);
    }
    return 'NUMERIC';
  }
  return Object.hasOwn(logical, name) ? logical[name] : undefined;
}

/** The name of the BigQuery type that an Avro type without parts is loaded as. */
export function scalarName(
  type: Extract<AvroType, { logical: Logical | null }>,
  useLogicalTypes: boolean,
): string {
  if (type.logical?.name === 'json') return 'JSON';
  const meant = useLogicalTypes && type.logical ? logicalColumn(type.logical) : undefined;
  const name = meant ?? (type.kind === 'fixed' ? 'BYTES' : plain[type.kind]);
  if (name === undefined) throw notSupported("Avro's type null by itself");
  return name;
}

/** The one branch of a union with null; undefined for any other type. */
export function optionalOf(type: AvroType): AvroType | undefined {
  if (type.kind !== 'union') return undefined;
  const [only, ...others] = type.branches.filter(({ kind }) => kind !== 'null');
  if (only === undefined || others.length > 0) throw notSupported('Avro unions of several types');
  return only;
}

/** The column that an Avro field is loaded into, by BigQuery's rules of conversion. */
export function toAvroColumn(
  { name, type, doc }: AvroField,
  useLogicalTypes: boolean,
): FieldResource {
  const optional = optionalOf(type);
  const described = doc === null ? {} : { description: doc };
  if (optional !== undefined) {
    const column = toAvroColumn({ name, type: optional, doc }, useLogicalTypes);
    return column.mode === 'REPEATED' ? column : { ...column, mode: 'NULLABLE' };
  }
  switch (type.kind) {
    case 'record': {
      const fields = type.fields.map((field) => relax(toAvroColumn(field, useLogicalTypes)));
      return { name, type: 'RECORD', mode: 'REQUIRED', ...described, fields };
    }
    case 'array': {
      const item = toAvroColumn({ name, type: type.items, doc }, useLogicalTypes);
      if (item.mode === 'REPEATED') throw notSupported('Avro arrays of arrays');
      return { ...item, mode: 'REPEATED' };
    }
    case 'map': {
      const value = relax(
        toAvroColumn({ name: 'value', type: type.items, doc: null }, useLogicalTypes),
      );
      const key: FieldResource = { name: 'key', type: 'STRING', mode: 'NULLABLE' };
      return { name, type: 'RECORD', mode: 'REPEATED', ...described, fields: [key, value] };
    }
    case 'enum':
      return { name, type: 'STRING', mode: 'REQUIRED', ...described };
    case 'union':
      throw notSupported('Avro unions of several types');
    default:
      return { name, type: scalarName(type, useLogicalTypes), mode: 'REQUIRED', ...described };
  }
}

/** Fields of a RECORD are nullable here. */
const relax = (field: FieldResource): FieldResource =>
  field.mode === 'REQUIRED' ? { ...field, mode: 'NULLABLE' } : field;

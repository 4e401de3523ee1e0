import { notSupported } from '../../api-error.ts';
import type { FieldResource } from '../../catalogue/schema.ts';
import { decimalReaches } from '../../values/decimal.ts';
import { type AvroFormat, type DecimalType, decimalTypes } from '../load-work.ts';
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

const holds = (type: DecimalType, { precision, scale }: Logical) =>
  type === 'STRING' ||
  (scale <= decimalReaches[type].scale && precision - scale <= decimalReaches[type].whole);

/** JobConfigurationLoad.decimalTargetTypes says how. */
function decimalColumn(decimal: Logical, wanted: readonly DecimalType[]): DecimalType {
  const types = decimalTypes.filter((type) => wanted.includes(type));
  return types.find((type) => holds(type, decimal)) ?? types.at(-1) ?? 'NUMERIC';
}

/** Decimals and JSON are themselves also where logical types are not asked for. */
function logicalColumn(meant: Logical, format: AvroFormat): string | undefined {
  if (meant.name === 'json') return 'JSON';
  if (meant.name === 'decimal') return decimalColumn(meant, format.decimalTypes);
  const isAsked = format.useLogicalTypes && Object.hasOwn(logical, meant.name);
  return isAsked ? logical[meant.name] : undefined;
}

/** The name of the BigQuery type that an Avro type without parts is loaded as. */
export function scalarName(
  type: Extract<AvroType, { logical: Logical | null }>,
  format: AvroFormat,
): string {
  const meant = type.logical === null ? undefined : logicalColumn(type.logical, format);
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
export function toAvroColumn({ name, type, doc }: AvroField, format: AvroFormat): FieldResource {
  const optional = optionalOf(type);
  const described = doc === null ? {} : { description: doc };
  if (optional !== undefined) {
    const column = toAvroColumn({ name, type: optional, doc }, format);
    return column.mode === 'REPEATED' ? column : { ...column, mode: 'NULLABLE' };
  }
  switch (type.kind) {
    case 'record': {
      const fields = type.fields.map((field) => relax(toAvroColumn(field, format)));
      return { name, type: 'RECORD', mode: 'REQUIRED', ...described, fields };
    }
    case 'array': {
      const item = toAvroColumn({ name, type: type.items, doc }, format);
      if (item.mode === 'REPEATED') throw notSupported('Avro arrays of arrays');
      return { ...item, mode: 'REPEATED' };
    }
    case 'map': {
      const value = relax(toAvroColumn({ name: 'value', type: type.items, doc: null }, format));
      const key: FieldResource = { name: 'key', type: 'STRING', mode: 'NULLABLE' };
      return { name, type: 'RECORD', mode: 'REPEATED', ...described, fields: [key, value] };
    }
    case 'enum':
      return { name, type: 'STRING', mode: 'REQUIRED', ...described };
    case 'union':
      throw notSupported('Avro unions of several types');
    default:
      return { name, type: scalarName(type, format), mode: 'REQUIRED', ...described };
  }
}

/** Fields of a RECORD are nullable here. */
const relax = (field: FieldResource): FieldResource =>
  field.mode === 'REQUIRED' ? { ...field, mode: 'NULLABLE' } : field;

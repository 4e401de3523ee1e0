import type { AvroType } from '../avro-type.ts';
import { encodeBytes } from './encode-bytes.ts';
import { encodeDecimal } from './encode-decimal.ts';
import { encodeDouble, encodeFloat } from './encode-float.ts';
import { encodeInteger } from './encode-integer.ts';
import { encodeDate, encodeMoment } from './encode-moment.ts';
import type { EncodeValue } from './encode-value.ts';

const byLogicalType: Readonly<Record<string, (type: AvroType) => EncodeValue>> = {
  decimal: ({ scale = 0 }) => encodeDecimal(scale),
  date: () => encodeDate,
  'timestamp-micros': () => encodeMoment,
  'local-timestamp-micros': () => encodeMoment,
};

const byType: Readonly<Record<AvroType['type'], EncodeValue>> = {
  int: encodeInteger,
  long: encodeInteger,
  float: encodeFloat,
  double: encodeDouble,
  bytes: encodeBytes,
  string: encodeBytes,
};

/** How the values of a type are encoded. */
export function chooseEncoding(type: AvroType): EncodeValue {
  return byLogicalType[type.logicalType ?? '']?.(type) ?? byType[type.type];
}

import type { Readable } from 'node:stream';
import { invalid } from '../../api-error.ts';
import type { FieldResource } from '../../catalogue/schema.ts';
import type { Column } from '../../google-type.ts';
import type { AvroFormat } from '../load-work.ts';
import type { LoadedRecord } from '../loaded-record.ts';
import { toAvroColumn } from './avro-column.ts';
import { createDecoder } from './avro-decoder.ts';
import { type AvroField, readAvroSchema } from './avro-schema.ts';
import { readContainer } from './read-container.ts';

function readFields(schema: unknown): readonly AvroField[] {
  const type = readAvroSchema(schema);
  if (type.kind !== 'record') throw invalid('The Apache Avro file holds no records.');
  return type.fields;
}

/** The columns that a file's records are loaded into. */
export async function readAvroFields(file: Readable, format: AvroFormat): Promise<FieldResource[]> {
  const { schema } = await readContainer(file);
  return readFields(schema).map((field) => toAvroColumn(field, format));
}

/** The records of an Avro file. Files of one load may have their fields in different orders. */
export async function* readAvro(
  file: Readable,
  columns: readonly Column[],
  format: AvroFormat,
): AsyncIterable<LoadedRecord> {
  const { schema, blocks } = await readContainer(file);
  const fields = readFields(schema);
  const decoders = fields.map(({ type }) => createDecoder(type, format));
  const places = fields.map((field) => {
    const place = columns.findIndex(({ name }) => name.toLowerCase() === field.name.toLowerCase());
    if (place < 0) throw invalid(`The field ${field.name} is not in the first file's schema`);
    return place;
  });
  for await (const { count, records } of blocks) {
    for (let left = count; left > 0; left -= 1) {
      const values = new Array(columns.length);
      for (const [index, decode] of decoders.entries()) {
        values[places[index] ?? 0] = decode(records);
      }
      yield { values };
    }
  }
}

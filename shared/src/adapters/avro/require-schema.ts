import { AppError } from '../../domain/app-error.ts';
import { parseSchema, type WriterSchema } from './parse-schema.ts';

/** Fails with `invalid-object` where a file's schema is not the one that its set's manifest has. */
export function requireSchema(name: string, schema: WriterSchema, avro_schema: object): void {
  const wanted = parseSchema(name, JSON.stringify(avro_schema));
  if (JSON.stringify(schema) === JSON.stringify(wanted)) return;
  const message = `The columns of ${name} are not those of which its set's manifest speaks.`;
  throw new AppError('invalid-object', message);
}

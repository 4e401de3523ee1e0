import type * as z from 'zod';
import { type BigQueryError, invalid, notSupported } from '../api-error.ts';

type Issue = z.core.$ZodIssue;

function explain(issue: Issue): BigQueryError {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`));
    return notSupported(`the field ${names.join(', ')}`);
  }
  return invalid(`Invalid value at '${path}': ${issue.message}`, path === '' ? null : path);
}

/**
 * What a client sent, as the schema has it. Fields that are null count as absent. A field that the
 * schema doesn't know asks for what can't be done here, and is refused by its name.
 */
export function readResource<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(withoutNulls(value));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw first === undefined ? invalid('Invalid request') : explain(first);
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

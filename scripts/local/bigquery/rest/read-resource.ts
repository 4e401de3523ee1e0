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

const isEmpty = (value: unknown): boolean =>
  value === false ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Without members that are null, and without those that the schema doesn't know and that say nothing. */
function withoutEmpty(value: unknown, known: object): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(
    ([name, member]) => member !== null && (Object.hasOwn(known, name) || !isEmpty(member)),
  );
  return Object.fromEntries(members);
}

/**
 * What a client sent, as the schema has it. Fields that are null count as absent. A field that the
 * schema doesn't know asks for what can't be done here, and is refused by its name.
 */
export function readResource<T extends z.ZodObject>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(withoutEmpty(value, schema.shape));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw first === undefined ? invalid('Invalid request') : explain(first);
}

import type * as z from 'zod';
import { refuseAll } from './refuse-all.ts';

/** The query by its schema. Fails with `invalid-request`, which names every parameter that is unknown, repeated or wrong. */
export function readQuery<S extends z.ZodObject>(schema: S, query: URLSearchParams): z.infer<S> {
  const names = [...new Set(query.keys())];
  const known = Object.keys(schema.shape);
  const repeated = names
    .filter((name) => query.getAll(name).length > 1)
    .map((at) => ({ at, message: `${at} is given more than once.` }));
  const unknown = names
    .filter((name) => !known.includes(name))
    .map((at) => ({ at, message: `There is no parameter ${at}; there are ${known.join(', ')}.` }));
  const parsed = schema.safeParse(
    Object.fromEntries(known.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []))),
  );
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }));
  const details = [...repeated, ...unknown, ...wrong];
  if (details.length > 0 || !parsed.success) throw refuseAll('The query', details);
  return parsed.data;
}

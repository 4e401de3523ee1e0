import type * as z from 'zod';
import { refuseAll } from './refuse-all.ts';

/** The fields that take an object: `where` is all of `where[a]=1&where[b][gt]=2`, each by its whole name. */
function listFamilies(schema: z.ZodObject): string[] {
  const takesObject = ([, field]: [string, z.ZodType]) => field.safeParse({}).success;
  return Object.entries(schema.shape as Record<string, z.ZodType>)
    .filter(takesObject)
    .map(([name]) => name);
}

/**
 * The query as its schema lets it through. Fails with `invalid-request` that names every parameter
 * that is unknown, given twice, or wrong.
 */
export function readQuery<S extends z.ZodObject>(schema: S, query: URLSearchParams): z.infer<S> {
  const families = listFamilies(schema);
  const plain = Object.keys(schema.shape).filter((name) => !families.includes(name));
  const known = [...plain, ...families.map((family) => `${family}[…]`)].join(', ');
  const familyOf = (name: string) =>
    families.find((family) => name.startsWith(`${family}[`) && name.endsWith(']'));
  const names = [...new Set(query.keys())];
  const repeated = names
    .filter((name) => query.getAll(name).length > 1)
    .map((at) => ({ at, message: `${at} is given more than once.` }));
  const unknown = names
    .filter((name) => !plain.includes(name) && familyOf(name) === undefined)
    .map((at) => ({ at, message: `There is no parameter ${at}; there are ${known}.` }));
  const entries = (chosen: readonly string[]) =>
    Object.fromEntries(chosen.map((name) => [name, query.get(name)]));
  const parsed = schema.safeParse({
    ...entries(plain.filter((name) => query.has(name))),
    ...Object.fromEntries(
      families.map((family) => [
        family,
        entries(names.filter((name) => familyOf(name) === family)),
      ]),
    ),
  });
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }));
  const details = [...repeated, ...unknown, ...wrong];
  if (details.length > 0 || !parsed.success) throw refuseAll('The query', details);
  return parsed.data;
}

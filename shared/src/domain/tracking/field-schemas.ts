import * as z from 'zod';

/** JSON's numbers are exact up to here; a greater id could be another's, so it is refused. */
const greatest = Number.MAX_SAFE_INTEGER;

const wrongNumber = (name: string) => `${name} must be a whole number from 0 to ${greatest}.`;

/** Tells a field that is not there from one of another type. */
const explain =
  (name: string, wrong: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `${name} is missing.` : wrong;

/** An id, rank or size: a whole number that JSON keeps exact. Fractions and numbers over 2^53 - 1 are refused. */
export const wholeNumberSchema = (name: string) =>
  z.int({ error: explain(name, wrongNumber(name)) }).min(0, wrongNumber(name));

/** The same in a query. */
export const wholeNumberParameter = (name: string) =>
  z
    .string({ error: explain(name, wrongNumber(name)) })
    .regex(/^\d{1,16}$/, wrongNumber(name))
    .transform(Number)
    .pipe(wholeNumberSchema(name));

export const flagSchema = (name: string) =>
  z.boolean({ error: explain(name, `${name} must be true or false.`) });

/** A flag in a query. */
export const flagParameter = (name: string) =>
  z.enum(['true', 'false'], `${name} must be true or false.`).transform((text) => text === 'true');

/** Text that is stored exactly as it is: any characters but NUL, which no database column shares. */
export const textSchema = (name: string, shortest: number, longest: number) =>
  z
    .string({ error: explain(name, `${name} must be text.`) })
    .min(shortest, `${name} must not be empty.`)
    .max(longest, `${name} must have at most ${longest} characters.`)
    .refine((text) => !text.includes('\0'), `${name} must not hold the character NUL.`)
    .refine((text) => text.isWellFormed(), `${name} holds half of a character.`);

/** One of a few names in a query; the others are refused with what there is. */
export const oneOf = <const Names extends readonly string[]>(what: string, names: Names) =>
  z.enum(names, {
    error: ({ input }) => `There is no ${what} ${input}; there are ${names.join(', ')}.`,
  });

/** The one of two names of a field that a request gives; an issue at the second where both differ. */
export function chooseAlias<T>(
  input: Readonly<Record<string, T | null | undefined>>,
  name: string,
  alias: string,
  context: z.RefinementCtx,
): T | undefined {
  const [value, other] = [input[name] ?? undefined, input[alias] ?? undefined];
  if (value !== undefined && other !== undefined && value !== other) {
    const message = `${alias} is another name of ${name}, and both are given with different values.`;
    context.addIssue({ code: 'custom', path: [alias], message });
  }
  return value ?? other;
}

import { chooseMediaType } from './accept.ts';

type Formats<Name extends string> = Readonly<Record<Name, { readonly mediaType: string }>>;

const namesOf = <Name extends string>(formats: Formats<Name>) => Object.keys(formats) as Name[];

/** The media types that a route with these formats produces. */
export const mediaTypesOf = <Name extends string>(formats: Formats<Name>): string[] =>
  namesOf(formats).map((name) => formats[name].mediaType);

/**
 * The format named in the query, else the one that Accept likes best, the first where it likes all
 * the same. What it accepts is checked before (`produces`).
 */
export function chooseFormat<Name extends string>(
  named: Name | undefined,
  accept: string | undefined,
  formats: Formats<Name>,
): Name | undefined {
  const chosen = chooseMediaType(accept, mediaTypesOf(formats));
  return named ?? namesOf(formats).find((name) => formats[name].mediaType === chosen);
}

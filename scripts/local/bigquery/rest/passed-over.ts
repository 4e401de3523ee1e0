import * as z from 'zod';

/** A field that a client may send and that changes nothing here. */
export const passedOver = z.unknown().optional();

/** Such fields by their names. */
export const passOver = <Name extends string>(
  names: readonly Name[],
): Record<Name, typeof passedOver> =>
  Object.fromEntries(names.map((name) => [name, passedOver])) as Record<Name, typeof passedOver>;

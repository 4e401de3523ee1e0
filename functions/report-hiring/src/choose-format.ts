import { chooseMediaType } from '@cutover/shared/runtime/accept.ts';
import { formats } from './formats/formats.ts';
import { type FormatName, formatNames } from './query.ts';

/** The media types in which a report comes. */
export const mediaTypes = formatNames.map((name) => formats[name].mediaType);

/** The format named in the query, else the one Accept likes best; JSON where it likes all the same. */
export function chooseFormat(
  named: FormatName | undefined,
  accept: string | undefined,
): FormatName {
  const chosen = chooseMediaType(accept, mediaTypes);
  return named ?? formatNames.find((name) => formats[name].mediaType === chosen) ?? 'json';
}

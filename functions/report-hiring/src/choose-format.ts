import { AppError } from '@cutover/shared/domain/app-error.ts';
import { chooseMediaType } from '@cutover/shared/runtime/accept.ts';
import { formats } from './formats/formats.ts';
import { type FormatName, formatNames } from './query.ts';

/** The format named in the query, else the one Accept likes best; JSON where it likes all the same. */
export function chooseFormat(
  named: FormatName | undefined,
  accept: string | undefined,
): FormatName {
  if (named !== undefined) return named;
  const offered = formatNames.map((name) => formats[name].mediaType);
  const chosen = chooseMediaType(accept, offered);
  const format = formatNames.find((name) => formats[name].mediaType === chosen);
  if (format !== undefined) return format;
  throw new AppError(
    'not-acceptable',
    `Accept asks for none of ${offered.join(', ')}, in which the report comes.`,
    { details: [{ at: 'Accept', message: 'Name one of them, or use the parameter format.' }] },
  );
}

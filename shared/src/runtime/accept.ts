interface Range {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** How closely a range names a type: 2 by name, 1 by its family, 0 as anything at all, -1 not. */
function closeness(range: string, type: string): number {
  if (range === type) return 2;
  if (range === `${type.split('/')[0]}/*`) return 1;
  return range === '*/*' ? 0 : -1;
}

/**
 * The offered media type an Accept header likes best (RFC 9110, 12.5.1), or undefined where it
 * wants none of them. Equal wishes go to the one named more closely, then to the one offered
 * first; no header accepts anything.
 */
export function chooseMediaType<T extends string>(
  accept: string | undefined,
  offered: readonly T[],
): T | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map(parseRange);
  const wishes = offered.map((type) => {
    const matching = ranges
      .map(({ type: range, quality }) => ({ quality, near: closeness(range, type) }))
      .filter(({ near }) => near >= 0)
      .sort((a, b) => b.near - a.near);
    return { type, quality: matching[0]?.quality ?? 0, near: matching[0]?.near ?? -1 };
  });
  return wishes
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.near - a.near)[0]?.type;
}

/** Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3); without one, nothing is compressed. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const codings = acceptEncoding.split(',').map(parseRange);
  const gzip = codings.find(({ type }) => type === 'gzip' || type === 'x-gzip');
  return (gzip ?? codings.find(({ type }) => type === '*') ?? { quality: 0 }).quality > 0;
}

import { mayLoseDigits, parseExactly } from '@cutover/shared/domain/batch/exact-json.ts';

/** The body with every digit of its numbers, which parsing it may have rounded. */
export function exactBody<Body>(bytes: Uint8Array, body: Body): Body {
  if (!mayLoseDigits(bytes)) return body;
  return parseExactly(new TextDecoder().decode(bytes)) as Body;
}

import { hash } from 'node:crypto';

/** The strong entity tag of a body: the same bytes always have it, others never. */
export function tagOfBody(body: string | Uint8Array): string {
  return `"${hash('sha256', body, 'base64url')}"`;
}

/** The strong tag of the same content compressed: other bytes, so another tag (RFC 9110, 8.8.3.3). */
export const tagOfGzip = (tag: string): string => tag.replace(/"$/, '-gzip"');

const opaque = (tag: string) => tag.trim().replace(/^W\//, '');

/** Whether If-None-Match names the tag (RFC 9110, 13.1.2, by weak comparison): the caller holds what it asks for. */
export function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').map(opaque).includes(opaque(tag));
}

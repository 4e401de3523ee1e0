import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../domain/app-error.ts';

/** The strong entity tag of a version. */
export const etagOf = (version: number): string => `"${version}"`;

const tag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const listOfTags = new RegExp(String.raw`^\s*${tag}(?:\s*,\s*${tag})*\s*$`);
/** As `etagOf` writes it, or as it stands on an answer that went out compressed. */
const ownTag = /(?<!W\/)"(\d{1,15})(?:-gzip)?"/g;

function refuse(header: string, message: string): AppError {
  return new AppError('invalid-request', message, { details: [{ at: header, message }] });
}

/**
 * The versions on which a write insists by If-Match (RFC 9110, 13.1.1); null where any will do:
 * without the header, or with `*`. Weak tags and those that `etagOf` does not write match nothing.
 * Fails with `invalid-request` for what is no list of tags, and for If-None-Match, which such a
 * write can't heed.
 */
export function readIfMatch(headers: IncomingHttpHeaders): readonly number[] | null {
  if (headers['if-none-match'] !== undefined) {
    throw refuse('If-None-Match', 'If-None-Match has no meaning here; send If-Match.');
  }
  const given = headers['if-match'];
  if (given === undefined || given.trim() === '*') return null;
  if (!listOfTags.test(given)) {
    const message = 'If-Match must be * or an ETag with its quotes, as an answer gave it.';
    throw refuse('If-Match', message);
  }
  return [...given.matchAll(ownTag)].map(([, version]) => Number(version));
}

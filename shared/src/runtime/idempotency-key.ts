import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../domain/app-error.ts';

const quoted = /^"((?:[^"\\]|\\["\\]){1,255})"$/;
const bare = /^[\x21\x23-\x7e]{1,255}$/;

/**
 * The Idempotency-Key of a request, null without one: a string as the draft has it (RFC 8941, in
 * quotes), or bare as most clients send it. Throws `invalid-request` for anything else.
 */
export function readIdempotencyKey(headers: IncomingHttpHeaders): string | null {
  const value = headers['idempotency-key'];
  if (value === undefined) return null;
  const text = String(value).trim();
  const inner = quoted.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  const key = inner ?? (bare.test(text) ? text : undefined);
  if (key !== undefined) return key;
  const message =
    'Idempotency-Key must be 1 to 255 characters, as a UUID is; with spaces only in quotes.';
  throw new AppError('invalid-request', message, { details: [{ at: 'Idempotency-Key', message }] });
}

/** Marks the answer of an earlier request that is given again. */
export const replayedHeader = { 'idempotency-replayed': 'true' };

import { acceptsGzip } from './accept.ts';
import type { Answer } from './answer.ts';
import { isHeld, tagOfBody, tagOfGzip } from './entity-tag.ts';
import type { IncomingCall } from './route.ts';

/** A body that is no stream. */
export type Whole = string | Uint8Array;

/** How an answer goes out to the one who asked. */
export interface Shape {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isCompressed: boolean;
  /** A HEAD, a 204 or a 304 is its headers alone. */
  readonly hasBody: boolean;
}

/** On every answer; a route that answers a page says itself what that page may do. */
const plainHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

/** Fewer bytes fit in one packet, where compressing them gains nothing. */
const leastCompressed = 1024;
const texts = /^(text\/|application\/([\w.-]+\+)?(json|xml|x-ndjson|javascript)\b|image\/svg)/;

/**
 * Decides on status, headers and compression: gzip for texts of 1 KiB and more where Accept-Encoding
 * takes it, a strong ETag on reads, 304 where If-None-Match holds it. `whole` is the body where it is no stream.
 */
export function shapeAnswer(
  { method, headers: asked, requestId }: Pick<IncomingCall, 'method' | 'headers' | 'requestId'>,
  answer: Answer,
  whole: Whole | undefined,
): Shape {
  const { status = 200, headers = {} } = answer;
  const isPlain = status !== 204 && headers['content-encoding'] === undefined;
  const isText = isPlain && texts.test(answer.type);
  const isLong = whole === undefined || Buffer.byteLength(whole) >= leastCompressed;
  const isCompressed = isText && isLong && acceptsGzip(asked['accept-encoding']?.toString());
  const isRead = (method === 'GET' || method === 'HEAD') && status === 200;
  const isKept = isRead && headers['cache-control'] !== 'no-store';
  const plainTag = headers.etag ?? (isKept && whole !== undefined ? tagOfBody(whole) : undefined);
  const tag = isCompressed && plainTag !== undefined ? tagOfGzip(plainTag) : plainTag;
  const isUnchanged = isRead && tag !== undefined && isHeld(asked['if-none-match'], tag);
  const vary = [headers.vary, isText ? 'accept-encoding' : ''].filter(Boolean).join(', ');
  const isBare = isUnchanged || status === 204;
  return {
    status: isUnchanged ? 304 : status,
    isCompressed,
    hasBody: method !== 'HEAD' && !isBare,
    headers: {
      ...plainHeaders,
      // What has a tag may be kept, and is shown to nobody before it has been asked for again.
      'cache-control': tag === undefined ? 'no-store' : 'private, no-cache',
      ...headers,
      ...(tag === undefined ? {} : { etag: tag }),
      'x-request-id': requestId,
      ...(vary === '' ? {} : { vary }),
      ...(isBare ? {} : { 'content-type': answer.type }),
      ...(isCompressed && !isBare ? { 'content-encoding': 'gzip' } : {}),
    },
  };
}

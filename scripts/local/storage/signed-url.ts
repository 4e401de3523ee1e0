import { createHash, createVerify } from 'node:crypto';
import { ApiError, notSupported } from './api-error.ts';

export interface SigningAccount {
  readonly clientEmail: string;
  readonly publicKeyPem: string;
}

/** What of a request a V4 signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const algorithm = 'GOOG4-RSA-SHA256';
const longestSeconds = 7 * 24 * 3600;
const skewMs = 15 * 60 * 1000;

const malformed = (message: string) =>
  new ApiError(400, 'AuthorizationQueryParametersError', message);

/** Every byte but A-Z a-z 0-9 - _ . ~ is percent-encoded. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function requireParameter(query: URLSearchParams, name: string): string {
  const values = query.getAll(name);
  if (values.length === 1) return values[0] as string;
  throw malformed(`A signed URL has the parameter ${name} once.`);
}

/** Start and end of a URL's life in milliseconds. */
function readLifetime(query: URLSearchParams) {
  const date = requireParameter(query, 'X-Goog-Date');
  const [match, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const start = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (match === undefined || Number.isNaN(start)) {
    throw malformed(`X-Goog-Date is malformed: ${date}`);
  }
  const expires = requireParameter(query, 'X-Goog-Expires');
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > longestSeconds) {
    throw malformed(`X-Goog-Expires is 1 to ${longestSeconds} seconds, not ${expires}.`);
  }
  return { date, start, end: start + seconds * 1000 };
}

/** The date and scope of `<e-mail>/<date>/<location>/storage/goog4_request`. */
function readScope(query: URLSearchParams, date: string, account: SigningAccount): string {
  const [email, ...scope] = requireParameter(query, 'X-Goog-Credential').split('/');
  const [day, , service, ending] = scope;
  if (scope.length !== 4 || day !== date.slice(0, 8)) {
    throw malformed('X-Goog-Credential is malformed.');
  }
  if (service !== 'storage' || ending !== 'goog4_request') {
    throw malformed('X-Goog-Credential is not for storage/goog4_request.');
  }
  if (email !== account.clientEmail) {
    throw new ApiError(
      403,
      'AccessDenied',
      `Access denied: ${email} is not an account of this server.`,
    );
  }
  return scope.join('/');
}

/** The signed headers' names; every x-goog- header that was sent must be among them. */
function readSignedHeaders({ query, headers }: SignedRequest): string[] {
  const names = requireParameter(query, 'X-Goog-SignedHeaders').split(';');
  const sent = Object.keys(headers);
  const missing = names.find((name) => headers[name] === undefined);
  const unsigned = sent.find((name) => name.startsWith('x-goog-') && !names.includes(name));
  if (missing !== undefined || !names.includes('host')) {
    throw malformedHeader(`${missing ?? 'host'} is not both signed and sent`);
  }
  if (unsigned !== undefined) throw malformedHeader(`${unsigned} was sent but not signed`);
  const sums = headers['x-goog-content-sha256'];
  if (sums !== undefined && sums !== 'UNSIGNED-PAYLOAD') throw notSupported('signed payloads');
  return names;
}

const malformedHeader = (what: string) =>
  new ApiError(400, 'MalformedSecurityHeader', `Your request has a malformed header: ${what}.`);

/** The text whose hash is signed. */
function toCanonicalRequest(
  request: SignedRequest,
  names: readonly string[],
  host: string,
): string {
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Goog-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const headers = names.map((name) => {
    const value = name === 'host' ? host : String(request.headers[name]);
    return `${name}:${value.trim().replace(/\s{2,}/g, ' ')}\n`;
  });
  const { method, path } = request;
  const signed = names.join(';');
  return [method, path, query.join('&'), headers.join(''), signed, 'UNSIGNED-PAYLOAD'].join('\n');
}

/**
 * Throws what Cloud Storage answers to a URL that is no valid V4 signed URL of the account at the
 * time `now`. Clients sign the host with or, as where the port is the scheme's own, without its port.
 */
export function verifySignedUrl(request: SignedRequest, account: SigningAccount, now: number) {
  const { query, headers } = request;
  const used = requireParameter(query, 'X-Goog-Algorithm');
  if (used !== algorithm) throw notSupported(`URLs signed by ${used}`);
  const { date, start, end } = readLifetime(query);
  const scope = readScope(query, date, account);
  const names = readSignedHeaders(request);
  const signature = Buffer.from(requireParameter(query, 'X-Goog-Signature'), 'hex');
  const host = String(headers.host);
  const isValid = [host, host.replace(/:\d+$/, '')].some((name) => {
    const hash = createHash('sha256')
      .update(toCanonicalRequest(request, names, name))
      .digest('hex');
    const text = [algorithm, date, scope, hash].join('\n');
    return createVerify('RSA-SHA256').update(text).verify(account.publicKeyPem, signature);
  });
  if (!isValid) throw mismatch(toCanonicalRequest(request, names, host));
  if (now >= end) {
    throw new ApiError(
      400,
      'ExpiredToken',
      `The provided token has expired: ${new Date(end).toISOString()}`,
    );
  }
  if (now + skewMs < start) {
    throw new ApiError(403, 'AccessDenied', 'The signed URL is not valid yet.');
  }
}

const mismatch = (canonicalRequest: string) =>
  new ApiError(
    403,
    'SignatureDoesNotMatch',
    `Access denied: the signature is not that of this request, whose canonical form is\n${canonicalRequest}`,
  );

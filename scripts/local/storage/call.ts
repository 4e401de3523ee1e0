import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalid } from './api-error.ts';
import type { ObjectStore } from './object-store.ts';
import { selectFields } from './partial-response.ts';
import { readBody } from './request-body.ts';
import type { ResumableUploads } from './resumable-uploads.ts';

/** What the routes work with. */
export interface Services {
  readonly store: ObjectStore;
  readonly uploads: ResumableUploads;
  readonly buckets: {
    create: (name: string, given: BucketSettings) => Promise<void>;
    remove: (name: string) => Promise<void>;
  };
  /** A new path on the buckets' disk; what is left there is swept at the next start. */
  readonly newTemporaryPath: () => string;
}

export interface BucketSettings {
  readonly location?: string | undefined;
  readonly storageClass?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** One request on its way to its answer. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As the client wrote them, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Scheme, host and port under which the client reaches this server. */
  readonly origin: string;
  readonly services: Services;
}

/** A request by path style, whose bucket and object are found otherwise. */
export type XmlCall = Omit<Call, 'params'>;

const longestJsonBytes = 1024 * 1024;

/** The request's JSON body; an empty body is an empty object. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readBody(request)) {
    bytes += chunk.length;
    if (bytes > longestJsonBytes) throw invalid('A JSON body has at most 1 MiB.');
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks));
}

export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid('The body is not JSON.');
  }
}

export function sendJson(call: Call, body: object, headers: Readonly<Record<string, string>> = {}) {
  const fields = call.query.get('fields');
  const bytes = Buffer.from(JSON.stringify(fields === null ? body : selectFields(body, fields)));
  call.response.writeHead(200, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': bytes.length,
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    ...headers,
  });
  call.response.end(bytes);
}

export function sendNothing(
  call: Pick<Call, 'response'>,
  status: number,
  headers: Readonly<Record<string, string>> = {},
) {
  const length = status === 204 ? {} : { 'content-length': '0' };
  call.response.writeHead(status, { ...length, ...headers });
  call.response.end();
}

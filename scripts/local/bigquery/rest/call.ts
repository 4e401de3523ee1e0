import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { selectFields } from '../../storage/partial-response.ts';
import { readBody } from '../../storage/request-body.ts';
import { BigQueryError, invalid } from '../api-error.ts';
import type { Services } from '../services.ts';

/** One request on its way to its answer. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The names in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Scheme, host and port under which the client reaches this server. */
  readonly origin: string;
  readonly services: Services;
}

const longestBodyBytes = 64 * 1024 * 1024;

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readBody(request)) {
    bytes += chunk.length;
    if (bytes > longestBodyBytes) throw invalid('Request payload size exceeds the limit.');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body) : body;
}

export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BigQueryError('parseError', 'Parse Error');
  }
}

/** The request's JSON body; an empty body is an empty object. */
export const readJson = async ({ request }: Call): Promise<unknown> =>
  parseJson(await readBytes(request));

export function sendJson(call: Call, body: object) {
  const fields = call.query.get('fields');
  const bytes = Buffer.from(JSON.stringify(fields === null ? body : selectFields(body, fields)));
  call.response.writeHead(200, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': bytes.length,
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  });
  call.response.end(bytes);
}

export function sendNothing({ response }: Call) {
  response.writeHead(204).end();
}

/** A parameter that is a boolean; Python's clients write it with a capital. */
export const isTrue = (query: URLSearchParams, name: string) =>
  query.get(name)?.toLowerCase() === 'true';

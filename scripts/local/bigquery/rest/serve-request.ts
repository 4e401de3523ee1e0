import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiError } from '../../storage/api-error.ts';
import { discardBody } from '../../storage/request-body.ts';
import { send } from '../../storage/send-error.ts';
import {
  BigQueryError,
  invalid,
  notSupported,
  toBigQueryError,
  toErrorProto,
} from '../api-error.ts';
import type { Services } from '../services.ts';
import { type Call, sendJson } from './call.ts';
import { describeApi } from './discovery.ts';
import { type Route, routes } from './routes.ts';

/** Without effect on what is done: how the answer looks, and which part of it is wanted. */
const commonQuery = ['alt', 'fields', 'key', 'prettyPrint', 'quotaUser', 'trace', 'userIp'];

/** The API's base paths, which a client doubles where it appends one to an endpoint that has one. */
const basePath =
  /^(?:\/bigquery\/v2)?(\/resumable\/upload|\/upload)?(?:\/bigquery\/v2)?(\/projects(?:\/.*)?)$/s;

function toApiPath(path: string): string | undefined {
  const [match, upload, rest = ''] = basePath.exec(path) ?? [];
  if (match === undefined) return undefined;
  return upload === undefined ? rest : `/upload${rest}`;
}

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}));

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('The path is not valid percent-encoded UTF-8.');
  }
}

/** What a client asks for and would not get is refused, rather than left out of account. */
function refuseUnknown(query: URLSearchParams, route: Route) {
  for (const [name, value] of query) {
    const isKnown = commonQuery.includes(name) || route.query.includes(name);
    if (!isKnown && value.toLowerCase() !== 'false') throw notSupported(`the parameter ${name}`);
  }
}

async function serveCall(call: Omit<Call, 'params'>, path: string): Promise<void> {
  const method = call.request.method ?? '';
  if (path === '/$discovery/rest' || path === '/discovery/v1/apis/bigquery/v2/rest') {
    return sendJson({ ...call, params: {} }, describeApi(call.origin));
  }
  const apiPath = toApiPath(path);
  for (const { route, pattern } of patterns) {
    const match = route.method === method ? pattern.exec(apiPath ?? '') : null;
    if (match === null) continue;
    const segments = Object.entries(match.groups ?? {});
    const params = Object.fromEntries(segments.map(([name, text]) => [name, decode(text)]));
    refuseUnknown(call.query, route);
    return route.handle({ ...call, params });
  }
  throw notSupported(`${method} ${path}`);
}

/** The words of Google's APIs for HTTP's statuses. */
const statusWords: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  501: 'UNIMPLEMENTED',
};

function sendError(response: ServerResponse, error: ApiError) {
  const { status, message } = error;
  const first = { domain: 'global', ...toErrorProto(error) };
  const faults = error instanceof BigQueryError ? error.faults : [];
  const errors = [first, ...faults.map((fault) => ({ domain: 'global', ...fault }))];
  const words = statusWords[status] ?? 'INTERNAL';
  const body = JSON.stringify({ error: { code: status, message, errors, status: words } });
  send(response, error, body, 'application/json; charset=UTF-8');
}

/** Answers one request, whatever comes of it; resolves when all is done. */
export async function serveRequest(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const origin = `http://${request.headers.host}`;
  const call = { request, response, query: new URLSearchParams(query), origin, services };
  try {
    await serveCall(call, path);
  } catch (error) {
    if (response.destroyed) return;
    const refusal = toBigQueryError(error);
    if (refusal.status >= 500 && refusal.status !== 501) {
      services.logger.error(
        { method: request.method, path, err: error },
        'BigQuery request failed',
      );
    }
    sendError(response, refusal);
  } finally {
    discardBody(request);
  }
}

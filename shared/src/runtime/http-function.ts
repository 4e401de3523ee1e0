import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, promises as streams } from 'node:stream';
import { AppError } from '../domain/app-error.ts';
import type { Answer } from './answer.ts';
import { drainOnTermination } from './drain.ts';
import { healthRoute } from './health-route.ts';
import type { Logger } from './logger.ts';
import { type MatchedRoute, matchRoutes } from './match-routes.ts';
import { answerError, answerProblem } from './problem.ts';
import type { IncomingCall, Route } from './route.ts';
import { readRequestId, readTrace } from './trace.ts';
import { answerUnreadable } from './unreadable-request.ts';

export interface HttpFunction<Ports> {
  /** Gives the ports; called for every request, so it keeps what it has made (`lazy`). */
  readonly connect: () => Promise<Ports>;
  readonly routes: readonly Route<Ports>[];
  readonly logger: Logger;
  /** What /health asks of the ports: rejects when one of them does not answer. */
  readonly check?: (ports: Ports) => Promise<void>;
}

type Request = IncomingMessage & { readonly body?: unknown; readonly rawBody?: Uint8Array };

/** On every answer; a route that answers a page says itself what that page may do. */
const plainHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Makes the handler of an HTTP function: routing, HEAD for GET, OPTIONS, /health, errors as
 * problem+json, and one log line a request. Whatever a route does, the request is answered.
 * A process has one such function: it also takes over how the process ends (`drain.ts`).
 */
export function httpFunction<Ports>(
  definition: HttpFunction<Ports>,
): (request: Request, response: ServerResponse) => Promise<void> {
  const { connect, logger, check = async () => {} } = definition;
  const routes = [...definition.routes, healthRoute(check)];
  const respond = async (
    request: Request,
    response: ServerResponse,
    answerCall: (call: IncomingCall) => Promise<Answer>,
  ) => {
    const startedAt = performance.now();
    const call = readCall(request, logger);
    const { answer, error: refusal } = await settle(answerCall, call);
    const brokenOff = await send(response, call, answer).catch((error: unknown) => ({ error }));
    const error = brokenOff?.error ?? refusal;
    const fields = {
      method: call.method,
      path: call.path,
      status: answer.status ?? 200,
      duration_ms: Math.round(performance.now() - startedAt),
    };
    if (fields.status >= 500) call.log.error({ ...fields, err: error }, 'request failed');
    else call.log.info(fields, 'request answered');
  };
  drainOnTermination();
  answerUnreadable((request, response, error) =>
    respond(request, response, () => Promise.reject(error)),
  );
  return (request, response) =>
    respond(request, response, (call) => dispatch(routes, connect, call));
}

/** There is no sign-in yet, and nobody is taken at their word. */
const anonymous = 'anonymous';

function readCall(request: Request, logger: Logger): IncomingCall {
  const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const requestId = readRequestId(request.headers);
  return {
    method: request.method ?? 'GET',
    path: path === '/' ? path : path.replace(/\/$/, ''),
    parameters: {},
    query: new URLSearchParams(search),
    headers: request.headers,
    body: request.body,
    bytes: request.rawBody,
    requestId,
    caller: anonymous,
    log: logger.child({ request_id: requestId, ...readTrace(request.headers) }),
  };
}

async function settle(
  answerCall: (call: IncomingCall) => Promise<Answer>,
  call: IncomingCall,
): Promise<{ answer: Answer; error?: unknown }> {
  try {
    return { answer: await answerCall(call) };
  } catch (error) {
    return { answer: answerError(error, call.requestId), error };
  }
}

async function dispatch<Ports>(
  routes: readonly Route<Ports>[],
  connect: () => Promise<Ports>,
  call: IncomingCall,
): Promise<Answer> {
  const here = matchRoutes(routes, call.path);
  if (here.length === 0) throw nothingAt(call.path, routes);
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  const found = here.find(({ route }) => route.method === method);
  if (found === undefined) return answerOther(here, call);
  return found.route.answer(connect, { ...call, parameters: found.parameters });
}

function nothingAt(
  path: string,
  routes: readonly { readonly paths: readonly string[] }[],
): AppError {
  const known = [...new Set(routes.flatMap(({ paths }) => paths))].join(', ');
  return new AppError('not-found', `There is nothing at ${path}; this function answers ${known}.`);
}

/** Answers a method no route of this path has: OPTIONS with what there is, others with 405. */
function answerOther<Ports>(here: readonly MatchedRoute<Ports>[], call: IncomingCall): Answer {
  const methods: string[] = here.map(({ route }) => route.method);
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (call.method === 'OPTIONS') {
    return { status: 204, type: 'text/plain', body: '', headers: { allow } };
  }
  const problem = {
    status: 405,
    title: 'The method is not allowed here',
    code: 'method-not-allowed',
    detail: `${call.path} does not take ${call.method}; it takes ${allow}.`,
  };
  return answerProblem(problem, call.requestId, { allow });
}

async function send(response: ServerResponse, call: IncomingCall, answer: Answer): Promise<void> {
  const { status = 200, body } = answer;
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = isWhole ? Buffer.from(body) : undefined;
  response.writeHead(status, {
    ...plainHeaders,
    'x-request-id': call.requestId,
    ...(status === 204 ? {} : { 'content-type': answer.type }),
    ...(status === 204 || bytes === undefined ? {} : { 'content-length': bytes.length }),
    ...answer.headers,
  });
  if (isWhole || call.method === 'HEAD') {
    response.end(call.method === 'HEAD' || status === 204 ? undefined : bytes);
  } else {
    await streams.pipeline(Readable.from(body, { objectMode: false }), response);
  }
}

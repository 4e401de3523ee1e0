import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessControl, Caller } from '../domain/access/access-control.ts';
import { AppError } from '../domain/app-error.ts';
import { identifyCaller, isOpen, requireRole } from './admit.ts';
import { type Answer, answerNothing } from './answer.ts';
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts';
import { drainOnTermination } from './drain.ts';
import { takeOverRequests } from './framework-requests.ts';
import { healthRoute } from './health-route.ts';
import type { Logger } from './logger.ts';
import { type MatchedRoute, matchRoutes, routedMethod } from './match-routes.ts';
import { answerError, answerProblem } from './problem.ts';
import { readBytes } from './read-bytes.ts';
import type { IncomingCall, Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';
import { readRequestId, readTrace } from './trace.ts';

export interface HttpFunction<Ports> {
  /** Gives the ports; called for every request, so it keeps what it has made (`lazy`). */
  readonly connect: () => Promise<Ports>;
  /** Tells who calls; asked for every request but those of public routes, so it is kept (`lazy`). */
  readonly access: () => Promise<AccessControl>;
  readonly routes: readonly Route<Ports>[];
  readonly logger: Logger;
  /** What /health asks of the ports: rejects when one of them does not answer. */
  readonly check?: (ports: Ports) => Promise<void>;
  /** The origins whose pages may call it; none by default. */
  readonly origins?: () => readonly string[];
}

type Admit = (call: IncomingCall) => Promise<Caller | null>;
type Respond = (call: IncomingCall, caller: Caller | null) => Promise<Answer>;

/**
 * Makes the handler of an HTTP function: who calls, routing, HEAD for GET, OPTIONS, /health, errors
 * as problem+json, and one log line a request. Whatever a route does, the request is answered. Who
 * has no good token learns that and nothing else, whether a path is there or not.
 * A process has one such function: it also takes over how the process ends (`drain.ts`).
 */
export function httpFunction<Ports>(
  definition: HttpFunction<Ports>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { connect, access, logger, check = async () => {}, origins = () => [] } = definition;
  const routes = [...definition.routes, healthRoute(check)];
  const table = { routes, find: matchRoutes(routes) };
  const stopping = drainOnTermination();
  const admit: Admit = async (call) =>
    isOpen(routes, call) ? null : identifyCaller(access, call.headers);
  const respond = async (request: IncomingMessage, response: ServerResponse, run: Respond) => {
    const startedAt = performance.now();
    const call = readCall(request, logger);
    const settled = await settle(call, admit, stopping.aborted ? refuseLate : run);
    const answer = allowOrigin(settled.answer, call, origins());
    if (stopping.aborted) response.shouldKeepAlive = false;
    const sent = await deliver(response, call, answer);
    logRequest(call, { ...settled, ...sent, startedAt, status: response.statusCode });
  };
  takeOverRequests((request, response, error) =>
    respond(request, response, () => Promise.reject(error)),
  );
  return (request, response) =>
    respond(request, response, (call, caller) => dispatch(table, connect, call, caller));
}

const refuseLate: Respond = async () => {
  throw new AppError('unavailable', 'This instance is being stopped; another takes the request.');
};

const anonymous = 'anonymous';

function readCall(request: IncomingMessage, logger: Logger): IncomingCall {
  const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const requestId = readRequestId(request.headers);
  return {
    method: request.method ?? 'GET',
    path: path === '/' ? path : path.replace(/\/$/, ''),
    parameters: {},
    query: new URLSearchParams(search),
    headers: request.headers,
    readBody: (most) => readBytes(request, most),
    requestId,
    caller: anonymous,
    log: logger.child({ request_id: requestId, ...readTrace(request.headers) }),
  };
}

interface Settled {
  readonly caller: Caller | null;
  readonly answer: Answer;
  readonly error?: unknown;
}

async function settle(call: IncomingCall, admit: Admit, run: Respond): Promise<Settled> {
  let caller: Caller | null = null;
  try {
    if (isPreflight(call)) return { caller, answer: answerPreflight(call) };
    caller = await admit(call);
    const known = { ...call, caller: caller?.name ?? anonymous };
    return { caller, answer: await run(known, caller) };
  } catch (error) {
    return { caller, answer: answerError(error, call.requestId), error };
  }
}

interface Sent {
  readonly isWhole: boolean;
  readonly error?: unknown;
}

/** Sends an answer, or tells of the error where that can't be done and nothing has been sent yet. */
async function deliver(
  response: ServerResponse,
  call: IncomingCall,
  answer: Answer,
): Promise<Sent> {
  try {
    return { isWhole: await sendAnswer(response, call, answer) };
  } catch (error) {
    if (response.headersSent) return { isWhole: false, error };
    await sendAnswer(response, call, answerError(error, call.requestId));
    return { isWhole: true, error };
  }
}

interface Outcome extends Sent {
  readonly caller: Caller | null;
  readonly status: number;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
}

function logRequest(call: IncomingCall, outcome: Outcome): void {
  const { method, path, log } = call;
  const { caller, isWhole, error, status, startedAt } = outcome;
  const duration_ms = Math.round(performance.now() - startedAt);
  const by = caller === null ? {} : { caller: caller.name };
  const fields = { method, path, status, duration_ms, ...by };
  const isBrokenOff = !isWhole && error !== undefined;
  if (isBrokenOff) log.error({ ...fields, err: error }, 'answer broken off');
  else if (status >= 500) log.error({ ...fields, err: error }, 'request failed');
  else log.info(fields, isWhole ? 'request answered' : 'caller left before the end of the answer');
}

interface RouteTable<Ports> {
  readonly routes: readonly Route<Ports>[];
  readonly find: (path: string) => readonly MatchedRoute<Ports>[];
}

async function dispatch<Ports>(
  { routes, find }: RouteTable<Ports>,
  connect: () => Promise<Ports>,
  call: IncomingCall,
  caller: Caller | null,
): Promise<Answer> {
  const here = find(call.path);
  if (here.length === 0) throw nothingAt(call.path, routes);
  const found = here.find(({ route }) => route.method === routedMethod(call));
  if (found === undefined) return answerOther(here, call);
  requireRole(found.route, caller);
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
  if (call.method === 'OPTIONS') return answerNothing({ allow });
  const problem = {
    status: 405,
    title: 'The method is not allowed here',
    code: 'method-not-allowed',
    detail: `${call.path} does not take ${call.method}; it takes ${allow}.`,
  };
  return answerProblem(problem, call.requestId, { allow });
}

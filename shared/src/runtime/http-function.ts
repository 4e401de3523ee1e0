import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessControl, Caller } from '../domain/access/access-control.ts';
import type { Envelope } from '../domain/access/envelope.ts';
import { AppError } from '../domain/app-error.ts';
import { identifyCaller, isOpen } from './admit.ts';
import type { Answer } from './answer.ts';
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts';
import { dispatch } from './dispatch.ts';
import { drainOnTermination } from './drain.ts';
import { leaveDomain, takeOverRequests } from './framework-requests.ts';
import { healthRoute } from './health-route.ts';
import { logRequest, type Sent } from './log-request.ts';
import type { Logger } from './logger.ts';
import { matchRoutes } from './match-routes.ts';
import { answerError } from './problem.ts';
import { readBytes } from './read-bytes.ts';
import type { IncomingCall, Route } from './route.ts';
import { askForContent, requireKey, sealAnswer, wantsSealed } from './sealed-answer.ts';
import { sendAnswer } from './send-answer.ts';
import { headersWithCookie, type SignInPage, wantsSignIn } from './sign-in-page.ts';
import { describeTrace, readRequestId, readTrace } from './trace.ts';
import { runWithoutDomains } from './without-domains.ts';

export interface HttpFunction<Ports> {
  /** Gives the ports; called for every request, so it keeps what it has made (`lazy`). */
  readonly connect: () => Promise<Ports>;
  /** Tells who calls; asked for every request but those of public routes, so it is kept (`lazy`). */
  readonly access: () => Promise<AccessControl>;
  readonly routes: readonly Route<Ports>[];
  readonly logger: Logger;
  /** What /health asks of the ports: rejects when one of them does not answer. */
  readonly check?: (ports: Ports) => Promise<void>;
  /** Opens and seals bodies that are encrypted end to end; without it there are none. */
  readonly envelope?: () => Promise<Envelope>;
  /** The origins whose pages may call it; none by default. */
  readonly origins?: () => Promise<readonly string[]>;
  /** For pages that a browser opens: who is not signed in is asked to, and a cookie then stands for the token. */
  readonly signIn?: SignInPage;
  /** The project whose Cloud Logging has the lines. */
  readonly project?: string | undefined;
}

const noEnvelope = async (): Promise<never> => {
  throw new AppError('unsupported-media-type', 'There are no encrypted bodies here.');
};

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
  const { connect, access, check = async () => {} } = definition;
  const { envelope = noEnvelope, origins = async () => [] } = definition;
  const routes = [...definition.routes, healthRoute(check)];
  const table = { routes, find: matchRoutes(routes) };
  const stopping = drainOnTermination();
  runWithoutDomains();
  const { signIn } = definition;
  const admit: Admit = async (call) =>
    isOpen(routes, call) ? null : identifyCaller(access, headersWithCookie(call, signIn?.cookie));
  const respond = async (request: IncomingMessage, response: ServerResponse, run: Respond) => {
    const startedAt = performance.now();
    const call = readCall(request, definition);
    const plain = await settle(call, admit, stopping.aborted ? refuseLate : run);
    const settled = wantsSealed(call) ? await seal(plain, call, envelope) : plain;
    const shown = await showSignIn(settled, call, signIn);
    const answer = await allowOrigin(shown, call, origins);
    if (stopping.aborted) response.shouldKeepAlive = false;
    const sent = await deliver(response, call, answer);
    logRequest(call, { ...settled, ...sent, startedAt, status: response.statusCode });
  };
  takeOverRequests((request, response, error) =>
    respond(request, response, () => Promise.reject(error)),
  );
  return (request, response) => {
    leaveDomain();
    return respond(request, response, (call, caller) =>
      dispatch(table, { connect, envelope }, call, caller),
    );
  };
}

const refuseLate: Respond = async () => {
  throw new AppError('unavailable', 'This instance is being stopped; another takes the request.');
};

const anonymous = 'anonymous';

function readCall(
  request: IncomingMessage,
  { logger, project }: Pick<HttpFunction<never>, 'logger' | 'project'>,
): IncomingCall {
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
    log: logger.child({
      request_id: requestId,
      ...describeTrace(readTrace(request.headers), project),
    }),
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
    if (!wantsSealed(call)) return { caller, answer: await run(known, caller) };
    requireKey(caller);
    return { caller, answer: await run(askForContent(known), caller) };
  } catch (error) {
    return { caller, answer: answerError(error, call.requestId), error };
  }
}

/** Encrypts the answer to the caller, to an error in clear where that can't be done. */
async function seal(
  settled: Settled,
  call: IncomingCall,
  envelope: () => Promise<Envelope>,
): Promise<Settled> {
  const { caller, answer } = settled;
  try {
    return { ...settled, answer: await sealAnswer(answer, caller?.key ?? answer.sealTo, envelope) };
  } catch (error) {
    return { caller, answer: answerError(error, call.requestId), error };
  }
}

/** Shows people who are not signed in the page where they can. */
async function showSignIn(
  { answer, error }: Settled,
  call: IncomingCall,
  signIn: SignInPage | undefined,
): Promise<Answer> {
  if (signIn === undefined || !wantsSignIn(error, call)) return answer;
  const page = await signIn.page();
  const headers = { ...answer.headers, ...page.headers, vary: 'accept' };
  return { ...page, status: 401, headers };
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

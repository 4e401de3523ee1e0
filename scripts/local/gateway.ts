import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AccessControl } from '../../shared/src/domain/access/access-control.ts';
import { identifyCaller } from '../../shared/src/runtime/admit.ts';
import { readRequestId } from '../../shared/src/runtime/trace.ts';
import type { FunctionManifest } from '../function-manifest.ts';
import { TooLarge } from './cap-body.ts';
import { forwardRequest } from './forward-request.ts';
import { collectHealth, type Probe } from './health.ts';
import type { LocalFunction } from './instances.ts';
import { type Listening, listen } from './listen.ts';
import { sendError, sendProblem } from './problem-answer.ts';
import { createRouteTable } from './route-table.ts';

export interface GatewayOptions {
  readonly port: number;
  readonly functions: readonly LocalFunction[];
  readonly probes: Readonly<Record<string, Probe>>;
  /** Who is told that a path is not there and which part fails; others hear whether all is well. */
  readonly access: AccessControl;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
}

function sendJson({ response, requestId }: Exchange, status: number, value: object): void {
  const headers = { 'content-type': 'application/json', 'x-request-id': requestId };
  response.writeHead(status, headers).end(`${JSON.stringify(value, null, 2)}\n`);
}

function listRoutes(functions: readonly LocalFunction[]) {
  return functions.flatMap((target) =>
    'http' in target.manifest.trigger
      ? target.manifest.trigger.http.routes.map((route) => ({ route, target }))
      : [],
  );
}

const unanswered = 'The function did not answer';

function explain(error: unknown, { name, timeout_seconds }: FunctionManifest, isLate: boolean) {
  if (error instanceof TooLarge) {
    const detail = 'A request of more than 32 MiB does not reach a function.';
    return { status: 413, title: 'The request is too large', code: 'too-large', detail };
  }
  if (!isLate) {
    const detail = `${name} broke off; its log says why.`;
    return { status: 502, title: unanswered, code: 'no-answer', detail };
  }
  const detail = `${name} gave no answer in ${timeout_seconds} s.`;
  return { status: 504, title: unanswered, code: 'timeout', detail };
}

async function callFunction({ manifest, pool }: LocalFunction, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), manifest.timeout_seconds * 1000);
  try {
    await pool.use(({ socketPath }) =>
      forwardRequest(request, response, socketPath, { requestId, signal: late.signal }),
    );
  } catch (error) {
    sendProblem(response, explain(error, manifest, late.signal.aborted), requestId);
  } finally {
    clearTimeout(timer);
  }
}

async function answerHealth({ probes, access }: GatewayOptions, exchange: Exchange): Promise<void> {
  const { ok, parts } = await collectHealth(probes);
  const isKnown = await identifyCaller(async () => access, exchange.request.headers).then(
    () => true,
    () => false,
  );
  const state = { status: ok ? 'ok' : 'failing' };
  sendJson(exchange, ok ? 200 : 503, isKnown ? { ...state, parts } : state);
}

/** The one address of all functions: a request goes to the function whose function.yaml names its path. */
export function startGateway(options: GatewayOptions): Promise<Listening> {
  const routes = listRoutes(options.functions);
  const find = createRouteTable(routes);
  const answer = async (exchange: Exchange) => {
    const [path = '/'] = (exchange.request.url ?? '/').split('?');
    if (path === '/health') return answerHealth(options, exchange);
    const target = find(path);
    if (target !== undefined) return callFunction(target, exchange);
    await identifyCaller(async () => options.access, exchange.request.headers);
    const problem = { status: 404, title: 'There is no such thing', code: 'not-found' };
    const detail = `No function serves ${path}; /openapi.json lists what there is.`;
    return sendProblem(exchange.response, { ...problem, detail }, exchange.requestId);
  };
  const server = createServer((request, response) => {
    const requestId = readRequestId(request.headers);
    answer({ request, response, requestId }).catch((error: unknown) =>
      sendError(response, error, requestId),
    );
  });
  // The functions' own timeouts rule; long uploads are none of the gateway's business.
  server.requestTimeout = 0;
  return listen(server, options.port);
}

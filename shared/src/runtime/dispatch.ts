import type { Caller } from '../domain/access/access-control.ts';
import type { Envelope } from '../domain/access/envelope.ts';
import { AppError } from '../domain/app-error.ts';
import { requireRole } from './admit.ts';
import { type Answer, answerNothing } from './answer.ts';
import { type MatchedRoute, routedMethod } from './match-routes.ts';
import { answerProblem } from './problem.ts';
import type { IncomingCall, Route } from './route.ts';
import { openCall } from './sealed-request.ts';

export interface RouteTable<Ports> {
  readonly routes: readonly Route<Ports>[];
  readonly find: (path: string) => readonly MatchedRoute<Ports>[];
}

interface Reach<Ports> {
  readonly connect: () => Promise<Ports>;
  readonly envelope: () => Promise<Envelope>;
}

/** Finds the route, lets in who may use it, opens an encrypted body, and runs it. */
export async function dispatch<Ports>(
  { routes, find }: RouteTable<Ports>,
  { connect, envelope }: Reach<Ports>,
  call: IncomingCall,
  caller: Caller | null,
): Promise<Answer> {
  const here = find(call.path);
  if (here.length === 0) throw nothingAt(call.path, routes);
  const found = here.find(({ route }) => route.method === routedMethod(call));
  if (found === undefined) return answerOther(here, call);
  requireRole(found.route, caller);
  const { route, parameters } = found;
  const opened = await openCall(call, envelope, route.mostBytes);
  return route.answer(connect, { ...opened, parameters });
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

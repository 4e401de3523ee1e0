import type { IncomingHttpHeaders } from 'node:http';
import type { AccessControl, Caller } from '../domain/access/access-control.ts';
import { isAllowed } from '../domain/access/role.ts';
import { AppError } from '../domain/app-error.ts';
import { routedMethod } from './match-routes.ts';
import type { IncomingCall, Route } from './route.ts';

type Guarded = Pick<Route<unknown>, 'access' | 'method' | 'paths'>;

const notSignedIn = (): AppError =>
  new AppError(
    'unauthenticated',
    'Send a token, Authorization: Bearer <token>; POST /auth/token gives one.',
  );

/** RFC 6750, 2.1: the one place for a token; in a query it would end up in logs. */
const bearer = /^Bearer +([\w.~+/-]+=*) *$/i;

/** Whether a request is for a public route, plainly named, and so needs no token. */
export function isOpen(routes: readonly Guarded[], call: Pick<IncomingCall, 'method' | 'path'>) {
  return routes.some(
    ({ access, method, paths }) =>
      access === 'public' && method === routedMethod(call) && paths.includes(call.path),
  );
}

/** Finds who sends a request. Throws `unauthenticated` where it has no bearer token, or none that is good. */
export async function identifyCaller(
  access: () => Promise<AccessControl>,
  { authorization }: IncomingHttpHeaders,
): Promise<Caller> {
  const [, token] = bearer.exec(authorization ?? '') ?? [];
  if (token === undefined) throw notSignedIn();
  return (await access()).identify(token);
}

/** Throws `unauthenticated` or `forbidden` where the caller may not use the route. */
export function requireRole({ access }: Pick<Guarded, 'access'>, caller: Caller | null): void {
  if (access === 'public') return;
  if (caller === null) throw notSignedIn();
  if (isAllowed(caller.role, access)) return;
  const message = `This takes the role ${access}; ${caller.name} is ${caller.role}.`;
  throw new AppError('forbidden', message);
}

import type { IncomingHttpHeaders } from 'node:http';
import type { AccessControl, Caller } from '../domain/access/access-control.ts';
import { isAllowed } from '../domain/access/role.ts';
import { AppError } from '../domain/app-error.ts';
import type { Route } from './route.ts';

/** RFC 6750, 2.1: the one place for a token; in a query it would end up in logs. */
const bearer = /^Bearer +([\w.~+/-]+=*) *$/i;

export const notSignedIn = (): AppError =>
  new AppError(
    'unauthenticated',
    'Send a token, Authorization: Bearer <token>; POST /auth/token gives one.',
  );

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
export function requireRole({ access }: Pick<Route<unknown>, 'access'>, caller: Caller | null) {
  if (access === 'public') return;
  if (caller === null) throw notSignedIn();
  if (isAllowed(caller.role, access)) return;
  const message = `This takes the role ${access}; ${caller.name} is ${caller.role}.`;
  throw new AppError('forbidden', message);
}

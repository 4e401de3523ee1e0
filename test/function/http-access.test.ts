import { AppError } from '@cutover/shared/domain/app-error.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { signedInAs, testAccess, tokenOf } from '../support/access.ts';
import { type ServedRoutes, serveRoutes } from '../support/serve-routes.ts';
import { undocumented } from '../support/undocumented.ts';

const facts = {
  method: 'GET',
  summary: 'For this test',
  documentation: undocumented,
  query: z.strictObject({}),
} as const;
const run = async (_ports: object, { caller }: { caller: string }) => answerJson({ caller });
const routes = [
  route({ ...facts, paths: ['/open'], access: 'public', run }),
  route({ ...facts, paths: ['/read'], access: 'viewer', run }),
];

describe('the access check', () => {
  let served: ServedRoutes;
  const get = (path: string, headers: Record<string, string> = { authorization: '' }) =>
    fetch(`${served.url}${path}`, { headers });

  afterEach(() => served.close());

  it('lets a caller in by a bearer token in the header, and by nothing else', async () => {
    served = await serveRoutes({ routes });
    const token = await tokenOf('viewer');
    for (const authorization of [`Bearer ${token}`, `bearer ${token}`, `BEARER  ${token} `]) {
      const answer = await get('/read', { authorization });
      expect(await answer.json()).toEqual({ caller: 'viewer' });
    }
    for (const authorization of [token, `Basic ${token}`, `Bearer`, `Bearer ${token}, x`]) {
      expect((await get('/read', { authorization })).status).toBe(401);
    }
    const elsewhere = { authorization: '', cookie: `access_token=${token}`, 'x-token': token };
    expect((await get(`/read?access_token=${token}`, elsewhere)).status).toBe(401);
  });

  it('asks nobody at a public route, whatever token is sent', async () => {
    served = await serveRoutes({ routes });
    for (const authorization of ['', 'Bearer none']) {
      const answer = await get('/open', { authorization });
      expect([answer.status, await answer.json()]).toEqual([200, { caller: 'anonymous' }]);
    }
  });

  it('lets nobody in while it can not tell who calls, and says when to come back', async () => {
    const access = async () => ({
      identify: () => Promise.reject(new AppError('unavailable', 'Keys can not be had.')),
    });
    served = await serveRoutes({ routes, access });
    const answer = await get('/read', await signedInAs('admin'));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await get('/read')).status).toBe(401);
  });

  it('does not let anybody in where it is misconfigured', async () => {
    const access = () => Promise.reject(new AppError('misconfigured', 'TOKEN_KEYS: missing'));
    served = await serveRoutes({ routes, access });
    expect((await get('/read', await signedInAs('admin'))).status).toBe(500);
    expect((await get('/read')).status).toBe(401);
  });

  it('reads no body of who is not signed in', async () => {
    served = await serveRoutes({ routes, access: testAccess });
    const answer = await fetch(`${served.url}/read`, {
      method: 'POST',
      headers: { authorization: '', 'content-type': 'application/json' },
      body: '{"broken',
    });
    expect(answer.status).toBe(401);
  });

  it('writes neither tokens nor what is wrong with them to the log', async () => {
    served = await serveRoutes({ routes });
    const token = await tokenOf('viewer');
    const headers = { authorization: `Bearer ${token}x`, 'x-request-id': 'refused-1' };
    expect((await get('/read', headers)).status).toBe(401);
    expect(JSON.stringify(await served.lineOf('refused-1'))).not.toContain(token);
  });
});

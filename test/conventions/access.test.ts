import { randomUUID } from 'node:crypto';
import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { publish } from '@cutover/shared/domain/access/key-set.ts';
import { type Role, roles } from '@cutover/shared/domain/access/role.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import type { Route } from '@cutover/shared/runtime/route.ts';
import { accessSettings } from '@cutover/shared/runtime/settings.ts';
import { http } from '@google-cloud/functions-framework';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { testAudience, testKeys, tokenOf } from '../support/access.ts';
import { badTokens } from '../support/forged-tokens.ts';
import { allowedEmail, badIdTokens, type Google, startGoogle } from '../support/google.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';

/** All that answers without a token. */
const open = [
  'GET /health',
  'GET /health-check',
  'GET /.well-known/jwks.json',
  'POST /auth/token',
  'POST /api/v1/login/access-token',
];

const manifests = readFunctionManifests().filter(({ trigger }) => 'http' in trigger);

// Every function listens for the end of the process.
process.setMaxListeners(100);

let google: Google;
beforeAll(async () => {
  google = await startGoogle();
});
afterAll(() => google.close());

describe.each(manifests)('the function $name', ({ name, environment, secrets }) => {
  let served: ServedFunction;
  let guarded: { readonly method: string; readonly path: string; readonly access: Role }[];
  let opened: string[];

  beforeAll(async () => {
    const module: { routes: readonly Route<object>[] } = await import(
      `../../functions/${name}/src/handler.ts`
    );
    const calls = module.routes.flatMap(({ method, paths, access }) =>
      paths.map((path) => ({ method, path: path.replaceAll(/\{\w+\}/g, '1'), access })),
    );
    opened = calls.flatMap(({ method, path, access }) =>
      access === 'public' ? [`${method} ${path}`] : [],
    );
    guarded = calls.flatMap(({ access, ...call }) =>
      access === 'public' ? [] : [{ ...call, access }],
    );
    const access = bearerAccess({
      TOKEN_KEYS: publish(testKeys),
      TOKEN_AUDIENCE: testAudience,
      ALLOWED_CALLERS: new Map([[allowedEmail, 'viewer']]),
      GOOGLE_CERTS_URL: google.certsUrl,
    });
    const probe = `${name}-${randomUUID()}`;
    const connect = () => Promise.reject(new Error('Somebody was let in.'));
    const logger = memoryLogger();
    http(
      probe,
      httpFunction({ connect, access: async () => access, routes: module.routes, logger }),
    );
    served = await serveFunction(probe);
  });

  afterAll(() => served.close());

  /** The statuses, and which routes gave them, of every route that needs a token. */
  async function callAll(token: string): Promise<Record<number, string[]>> {
    const authorization = token === '' ? '' : `Bearer ${token}`;
    const answers = await Promise.all(
      guarded.map(async ({ method, path }) => {
        const answer = await fetch(`${served.url}${path}`, { method, headers: { authorization } });
        await answer.text();
        return { status: answer.status, call: `${method} ${path}` };
      }),
    );
    const byStatus = Map.groupBy(answers, ({ status }) => status);
    return Object.fromEntries(
      [...byStatus].map(([status, each]) => [status, each.map(({ call }) => call)]),
    );
  }

  const all = (status: number) =>
    guarded.length === 0
      ? {}
      : { [status]: guarded.map(({ method, path }) => `${method} ${path}`) };

  it('is open where everybody may be, and nowhere else', () => {
    expect(opened.filter((call) => !open.includes(call))).toEqual([]);
  });

  it('reads the settings of access', () => {
    expect({ ...environment, ...secrets }).toMatchObject(
      Object.fromEntries(Object.keys(accessSettings).map((variable) => [variable, {}])),
    );
  });

  it('answers no route without a token', async () => {
    expect(await callAll('')).toEqual(all(401));
  });

  it.each(Object.entries(badTokens))('answers no route to a token %s', async (_what, make) => {
    expect(await callAll(await make())).toEqual(all(401));
  });

  it.each(Object.entries(badIdTokens))(
    'answers no route to an ID token %s',
    async (_what, make) => {
      expect(await callAll(await make(google))).toEqual(all(401));
    },
  );

  it('answers no route to an ID token of an account off the list', async () => {
    expect(await callAll(await google.sign({ email: 'eve@example.com' }))).toEqual(all(403));
  });

  it.each(roles)('lets a %s do what that role may, and says what the rest takes', async (role) => {
    const headers = { authorization: `Bearer ${await tokenOf(role)}` };
    const above = guarded.filter(({ access }) => roles.indexOf(access) > roles.indexOf(role));
    for (const { method, path, access } of above) {
      const answer = await fetch(`${served.url}${path}`, { method, headers });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        code: 'forbidden',
        detail: `This takes the role ${access}; ${role} is ${role}.`,
      });
    }
    const { 401: unknown = [], 403: refused = [] } = await callAll(await tokenOf(role));
    expect(unknown).toEqual([]);
    expect(refused).toEqual(above.map(({ method, path }) => `${method} ${path}`));
  });

  it('tells nobody without a token which paths and methods there are', async () => {
    const headers = { authorization: '' };
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['PATCH', guarded[0]?.path ?? '/nowhere'],
      ['OPTIONS', guarded[0]?.path ?? '/nowhere'],
      ['POST', '/health'],
      ['GET', '/%E0%A4%A'],
      ['GET', '/auth/token/'],
    ] as const) {
      const answer = await fetch(`${served.url}${path}`, { method, headers });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="cutover"');
    }
  });

  it('asks for a token as it is deployed, too', async () => {
    await import(`../../functions/${name}/src/index.ts`);
    const deployed = await serveFunction(name);
    const answer = await fetch(`${deployed.url}/nowhere`, { headers: { authorization: '' } });
    deployed.close();
    expect(answer.status).toBe(401);
  });
});

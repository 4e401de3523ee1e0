import { createHash } from 'node:crypto';
import { accessEnvironment, signedInAs, tokenOf } from '../support/access.ts';
import { readJson } from '../support/repository.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('serve-console', () => {
  let served: ServedFunction;
  let cookie: string;

  beforeAll(async () => {
    Object.assign(process.env, accessEnvironment);
    await import('../../functions/serve-console/src/index.ts');
    served = await serveFunction('serve-console');
    cookie = `other=1; cutover_token=${await tokenOf('viewer')}`;
  });

  afterAll(() => served.close());

  /** As nobody, unless the headers say who. */
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${served.url}${path}`, {
      method,
      headers: { authorization: '', ...headers },
      redirect: 'manual',
    });

  it('answers the document', async () => {
    const answer = await ask('/openapi.json', await signedInAs('viewer'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(readJson('functions/serve-console/openapi.json'));
  });

  it('leads from / to the documentation', async () => {
    const answer = await ask('/', await signedInAs('viewer'));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/docs']);
  });

  it('answers the page, which may load and reach nothing but the suite', async () => {
    const answer = await ask('/docs', { accept: browser, ...(await signedInAs('viewer')) });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).not.toMatch(/https?:\/\//);
    const inline = [...page.matchAll(/<(?:script|style)>(.*?)<\/(?:script|style)>/gs)];
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain('unsafe');
    expect(inline.map(([, text = '']) => policy.includes(hashOf(text)))).toEqual([true, true]);
  });

  it.each([
    ['swagger-ui.css', 'text/css; charset=utf-8'],
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ])('answers the file %s', async (file, type) => {
    const answer = await ask(`/docs/${file}`, { cookie });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect((await answer.text()).length).toBeGreaterThan(100_000);
  });

  it.each(['package.json', 'constructor', '..%2Fpackage.json', '%2Fetc%2Fpasswd'])(
    'has no file %s',
    async (file) => {
      const answer = await ask(`/docs/${file}`, await signedInAs('viewer'));
      expect(answer.status).toBe(404);
    },
  );

  it.each(['/', '/docs', '/docs/swagger-ui.css', '/openapi.json', '/nowhere'])(
    'shows people who are not signed in at %s the page to sign in, and nothing else',
    async (path) => {
      const answer = await ask(path, { accept: browser });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="cutover"');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const page = await answer.text();
      expect(page).toContain('<title>Sign in to Cutover</title>');
      const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
      const policy = answer.headers.get('content-security-policy');
      expect(policy).toContain(`script-src ${hashOf(script)};`);
    },
  );

  it.each(['*/*', 'application/json', 'application/json, text/html;q=0.5'])(
    'tells programs who are not signed in so by a problem, for Accept: %s',
    async (accept) => {
      const answer = await ask('/docs', { accept });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
    },
  );

  it('takes the token of the cookie for reads', async () => {
    for (const method of ['GET', 'HEAD']) {
      expect((await ask('/docs', { cookie }, method)).status).toBe(200);
    }
  });

  it('takes no cookie for anything else, nor beside another token', async () => {
    expect((await ask('/docs', { cookie }, 'POST')).status).toBe(401);
    expect((await ask('/docs', { cookie, authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('takes no cookie that is not good', async () => {
    expect((await ask('/docs', { cookie: 'cutover_token=wrong' })).status).toBe(401);
    expect((await ask('/docs', { cookie: 'cutover_token=' })).status).toBe(401);
  });
});

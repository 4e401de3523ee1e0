import { createSign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listen } from './listen.ts';
import type { ServiceAccount } from './service-account.ts';

const projectNumber = '1';
const region = 'us-central1';
const tokenSeconds = 3600;

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** An ID token as Google signs it, but with the local key. */
function signIdToken({ email, keyId, privateKey }: ServiceAccount, audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://accounts.google.com',
    aud: audience,
    sub: '0',
    azp: '0',
    email,
    email_verified: true,
    iat: now,
    exp: now + tokenSeconds,
  };
  const text = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

type Entry = string | object | ((query: URLSearchParams) => string | undefined);

function listEntries(project: string, account: ServiceAccount): Record<string, Entry> {
  const token = { access_token: 'local', expires_in: tokenSeconds, token_type: 'Bearer' };
  const described = { aliases: ['default'], email: account.email, scopes: [] };
  const own: Record<string, Entry> = {
    '': described,
    '/email': account.email,
    '/token': token,
    '/scopes': 'https://www.googleapis.com/auth/cloud-platform',
    '/identity': (query) => {
      const audience = query.get('audience');
      return audience ? signIdToken(account, audience) : undefined;
    },
  };
  const accounts = '/instance/service-accounts';
  return {
    '': 'instance/\nproject/\nuniverse/\n',
    '/instance': 'id\nregion\nservice-accounts/\nzone\n',
    '/instance/id': 'local',
    '/instance/region': `projects/${projectNumber}/regions/${region}`,
    '/instance/zone': `projects/${projectNumber}/zones/${region}-1`,
    '/project/project-id': project,
    '/project/numeric-project-id': projectNumber,
    '/universe/universe-domain': 'googleapis.com',
    [accounts]: { default: described, [account.email]: described },
    ...Object.fromEntries(
      Object.entries(own).flatMap(([path, entry]) => [
        [`${accounts}/default${path}`, entry],
        [`${accounts}/${account.email}${path}`, entry],
      ]),
    ),
  };
}

function answer(entries: Record<string, Entry>, request: IncomingMessage, to: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://metadata');
  const path = url.pathname.replace(/\/+$/, '');
  const asked = path === '' ? '' : path.replace(/^\/computeMetadata\/v1(?=\/|$)/, '');
  const known = path === '' || path !== asked ? entries[asked] : undefined;
  const entry = typeof known === 'function' ? known(url.searchParams) : known;
  const flavoured = path === '' || request.headers['metadata-flavor'] === 'Google';
  const status = !flavoured ? 403 : known === undefined ? 404 : entry === undefined ? 400 : 200;
  const isText = typeof entry === 'string';
  to.writeHead(status, {
    'metadata-flavor': 'Google',
    'content-type': isText ? 'application/text' : 'application/json',
  });
  if (status !== 200) to.end();
  else to.end(isText ? entry : JSON.stringify(entry));
}

/**
 * What a machine of the cloud asks for its project and credentials (GCE metadata server), so that
 * the client libraries need no special case here. Its tokens open nothing outside the local cloud.
 */
export function startMetadataServer(project: string, account: ServiceAccount): Promise<Listening> {
  const entries = listEntries(project, account);
  return listen(
    createServer((request, response) => answer(entries, request, response)),
    0,
  );
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listen } from './listen.ts';
import type { ServiceAccount } from './service-account.ts';
import { idTokenSeconds, listCerts, signIdToken } from './sign-id-token.ts';

const projectNumber = '1';
const region = 'us-central1';

export interface MetadataServer extends Listening {
  /** Where the public keys are that verify its ID tokens. */
  readonly certsUrl: string;
}

type Entry = string | object | ((query: URLSearchParams) => string | undefined);

function listEntries(project: string, account: ServiceAccount): Record<string, Entry> {
  const token = { access_token: 'local', expires_in: idTokenSeconds, token_type: 'Bearer' };
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

/** Where Google has the public keys of its ID tokens; the metadata server has those of its own here. */
const certsPath = '/oauth2/v3/certs';

/**
 * What a machine of the cloud asks for its project and credentials (GCE metadata server), so that
 * the client libraries need no special case here. Its tokens open nothing outside the local cloud.
 */
export async function startMetadataServer(
  project: string,
  account: ServiceAccount,
): Promise<MetadataServer> {
  const entries = listEntries(project, account);
  const certs = JSON.stringify(listCerts(account));
  const server = createServer((request, response) => {
    if (request.url === certsPath) response.end(certs);
    else answer(entries, request, response);
  });
  const listening = await listen(server, 0);
  return { ...listening, certsUrl: `${listening.url}${certsPath}` };
}

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { readFunctionManifests } from '../function-manifest.ts';
import { createRouteTable } from '../local/route-table.ts';

export interface SmokeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A deployed suite, whether it has one address or one a function. */
export interface Suite {
  call(method: string, path: string, options?: CallOptions): Promise<SmokeAnswer>;
}

interface CallOptions {
  readonly token?: string;
  /** A value is sent as JSON, a text as CSV. */
  readonly body?: object | string;
}

const urlsSchema = z.record(z.string(), z.url());

/** The address of a path: `place` is the suite's URL, or a file with each function's (`terraform output -json function_urls`). */
function findAddress(place: string): (path: string) => string {
  if (/^https?:\/\//.test(place)) return (path) => `${place.replace(/\/$/, '')}${path}`;
  const urls = urlsSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
  const routes = readFunctionManifests().flatMap(({ name, trigger }) =>
    'http' in trigger ? trigger.http.routes.map((route) => ({ route, target: name })) : [],
  );
  const find = createRouteTable(routes);
  return (path) => {
    const [plain = '/'] = path.split('?');
    const name = find(plain);
    const url = name === undefined ? undefined : urls[name];
    if (url === undefined) throw new AppError('not-found', `${place} names no URL for ${plain}.`);
    return `${url.replace(/\/$/, '')}${path}`;
  };
}

function contentOf(body: object | string): { headers: Record<string, string>; body: string } {
  if (typeof body === 'string') return { headers: { 'content-type': 'text/csv' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Opens a suite. `identity` is a Google ID token for Google's own check at the door of a function, where there is one. */
export function openSuite(place: string, identity: string | undefined): Suite {
  const addressOf = findAddress(place);
  const door = identity === undefined ? {} : { 'x-serverless-authorization': `Bearer ${identity}` };
  return {
    async call(method, path, { token, body } = {}) {
      const content = body === undefined ? undefined : contentOf(body);
      const answer = await fetch(addressOf(path), {
        method,
        headers: {
          ...door,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...content?.headers,
        },
        ...(content === undefined ? {} : { body: content.body }),
        redirect: 'manual',
      });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

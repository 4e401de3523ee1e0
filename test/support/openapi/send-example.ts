import type { Operation } from '../../../scripts/openapi/list-operations.ts';
import type { Example } from '../../../shared/src/runtime/documentation.ts';

export interface ExampleAnswer {
  readonly status: number;
  /** Without its parameters. */
  readonly type: string;
  /** JSON as its value, anything else as text. */
  readonly body: unknown;
}

function writeBody(takes: readonly string[], body: unknown) {
  if (body === undefined) return {};
  const isText = typeof body === 'string';
  const type = isText ? takes.find((each) => each.startsWith('text/')) : 'application/json';
  if (type === undefined || !takes.includes(type)) throw new Error('The route takes no such body.');
  return { headers: { 'content-type': type }, body: isText ? body : JSON.stringify(body) };
}

/** Sends an example to the canonical path of its route; `token` is left out where the route is public. */
export async function sendExample(
  url: string,
  { method, paths: [template = ''], access, request }: Operation,
  { path = {}, query = {}, body }: Example,
  token: string,
): Promise<ExampleAnswer> {
  const place = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(path[name] ?? ''),
  );
  const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;
  const { headers = {}, ...rest } = writeBody(request.takes, body);
  const answer = await fetch(`${url}${place}${search}`, {
    method,
    headers: {
      ...headers,
      accept: '*/*',
      ...(access === 'public' ? {} : { authorization: `Bearer ${token}` }),
    },
    redirect: 'manual',
    ...rest,
  });
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const text = await answer.text();
  return { status: answer.status, type, body: type.endsWith('json') ? JSON.parse(text) : text };
}

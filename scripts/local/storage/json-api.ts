import { invalid, notSupported } from './api-error.ts';
import type { Call } from './call.ts';
import type { Route } from './routes.ts';
import { routes } from './routes.ts';

/** Under these the one API is reached, a client picks by its settings; and what stands for each. */
const basePaths: readonly (readonly [string, string])[] = [
  ['/resumable/upload/storage/v1', '/upload'],
  ['/upload/storage/v1', '/upload'],
  ['/download/storage/v1', ''],
  ['/batch/storage/v1', '/batch'],
  ['/storage/v1', ''],
];

/** Without effect on what is done: who pays, how the answer looks, and which part of it is wanted. */
const commonQuery = [
  'alt',
  'fields',
  'prettyPrint',
  'projection',
  'userProject',
  'quotaUser',
  'key',
];

/** The path below the base path; undefined for what is none of the JSON API's paths. */
export function toApiPath(path: string): string | undefined {
  if (path === '/b' || path.startsWith('/b/')) return path;
  const base = basePaths.find(([long]) => path === long || path.startsWith(`${long}/`));
  return base === undefined ? undefined : base[1] + path.slice(base[0].length);
}

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}));

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('The path is not valid percent-encoded UTF-8.');
  }
}

/** Answers a request to the JSON API. Throws what it refuses. */
export async function serveJson(call: Omit<Call, 'params'>, apiPath: string): Promise<void> {
  const method = call.request.method ?? '';
  for (const { route, pattern } of patterns) {
    const match = route.method === method ? pattern.exec(apiPath) : null;
    if (match === null) continue;
    const segments = Object.entries(match.groups ?? {});
    const params = Object.fromEntries(segments.map(([name, text]) => [name, decode(text)]));
    refuseUnknown(call, route);
    return route.handle({ ...call, params });
  }
  throw notSupported(`${method} ${apiPath}`);
}

/** What a client asks for and would not get is refused, rather than left out of account. */
function refuseUnknown({ query, request }: Omit<Call, 'params'>, route: Route) {
  for (const [name, value] of query) {
    const isKnown = commonQuery.includes(name) || route.query.includes(name);
    if (!isKnown && value.toLowerCase() !== 'false') throw notSupported(`the parameter ${name}`);
  }
  if (
    Object.keys(request.headers).some((name) => /^x-goog-(copy-source-)?encryption-/.test(name))
  ) {
    throw notSupported('customer-supplied encryption keys');
  }
}

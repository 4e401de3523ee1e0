import type { Route } from './route.ts';

export interface MatchedRoute<Ports> {
  readonly route: Route<Ports>;
  readonly parameters: Readonly<Record<string, string>>;
}

const split = (path: string) => path.split('/').slice(1);
const nameOf = (segment: string) => /^\{(\w+)\}$/.exec(segment)?.[1];

/**
 * Null where the pattern does not match; an empty segment is no value. A path that can't be decoded
 * never comes here: the framework refuses it.
 */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = split(pattern);
  const given = split(path);
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? '';
    const name = nameOf(segment);
    if (name === undefined ? segment !== value : value === '') return null;
    if (name !== undefined) parameters[name] = decodeURIComponent(value);
  }
  return parameters;
}

/** Plain segments before `{name}`, from the left: the order in which the gateway looks, too. */
const rankOf = (pattern: string) =>
  split(pattern)
    .map((segment) => (nameOf(segment) === undefined ? '0' : '1'))
    .join('');

/** The routes, one a method, at a path; where several patterns match, those of the plainest one. */
export function matchRoutes<Ports>(
  routes: readonly Route<Ports>[],
  path: string,
): MatchedRoute<Ports>[] {
  const matches = routes.flatMap((route) =>
    route.paths.flatMap((pattern) => {
      const parameters = matchPath(pattern, path);
      return parameters === null ? [] : [{ route, parameters, rank: rankOf(pattern) }];
    }),
  );
  const best = matches.map(({ rank }) => rank).sort()[0];
  return matches.filter(({ rank }) => rank === best);
}

import type { Route } from './route.ts';

export interface MatchedRoute<Ports> {
  readonly route: Route<Ports>;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Segments {
  readonly segments: readonly { readonly text: string; readonly name: string | undefined }[];
}

interface Pattern<Ports> extends Segments {
  readonly route: Route<Ports>;
  /** 0 for a plain segment and 1 for `{name}`, from the left: the order in which the gateway looks, too. */
  readonly rank: string;
}

/** HEAD is answered by the route for GET. */
export const routedMethod = ({ method }: { readonly method: string }): string =>
  method === 'HEAD' ? 'GET' : method;

const split = (path: string) => path.split('/').slice(1);

function readPattern<Ports>(route: Route<Ports>, path: string): Pattern<Ports> {
  const segments = split(path).map((text) => ({ text, name: /^\{(\w+)\}$/.exec(text)?.[1] }));
  const rank = segments.map(({ name }) => (name === undefined ? '0' : '1')).join('');
  return { route, segments, rank };
}

function isMatch({ segments }: Segments, given: readonly string[]): boolean {
  if (segments.length !== given.length) return false;
  return segments.every(({ text, name }, at) =>
    name === undefined ? text === given[at] : given[at] !== '',
  );
}

/** A path that can't be decoded never comes here: the framework refuses it. */
function readParameters({ segments }: Segments, given: readonly string[]) {
  const named = segments.flatMap(({ name }, at) =>
    name === undefined ? [] : [[name, decodeURIComponent(given[at] ?? '')]],
  );
  return Object.fromEntries(named) as Record<string, string>;
}

/**
 * Makes the function that finds the routes, one a method, at a path. An empty segment is no value;
 * where several patterns match, it is those of the plainest one.
 */
export function matchRoutes<Ports>(
  routes: readonly Route<Ports>[],
): (path: string) => MatchedRoute<Ports>[] {
  const patterns = routes
    .flatMap((route) => route.paths.map((path) => readPattern(route, path)))
    .sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
  return (path) => {
    const given = split(path);
    const best = patterns.find((pattern) => isMatch(pattern, given));
    if (best === undefined) return [];
    return patterns
      .filter((pattern) => pattern.rank === best.rank && isMatch(pattern, given))
      .map((pattern) => ({ route: pattern.route, parameters: readParameters(pattern, given) }));
  };
}

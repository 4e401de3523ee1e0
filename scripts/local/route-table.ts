import { AppError } from '../../shared/src/domain/app-error.ts';

interface Entry<Target> {
  readonly route: string;
  readonly segments: readonly string[];
  readonly target: Target;
}

function split(path: string): string[] {
  return path === '/' ? [] : path.replace(/\/$/, '').slice(1).split('/');
}

const isPlaceholder = (segment: string) => /^\{\w+\}$/.test(segment);

function matches({ segments }: Entry<unknown>, path: readonly string[]): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, at) =>
      isPlaceholder(segment) ? path[at] !== '' : segment === path[at],
    )
  );
}

/** Where two routes match, the one that is plain text for longer comes first. */
function compareRoutes(left: Entry<unknown>, right: Entry<unknown>): number {
  const shape = ({ segments }: Entry<unknown>) =>
    segments.map((segment) => (isPlaceholder(segment) ? '1' : '0')).join('');
  return shape(left) < shape(right) ? -1 : 1;
}

/**
 * Finds the target of a path among routes whose `{name}` segments stand for any one segment. The
 * more literal route wins. Throws `conflict` when two targets claim the same route.
 */
export function createRouteTable<Target>(
  routes: readonly { readonly route: string; readonly target: Target }[],
): (path: string) => Target | undefined {
  const entries = routes.map((each) => ({ ...each, segments: split(each.route) }));
  const taken = new Map<string, string>();
  for (const { route, segments } of entries) {
    const shape = segments.map((part) => (isPlaceholder(part) ? '{}' : part)).join('/');
    const other = taken.get(shape);
    if (other !== undefined) {
      throw new AppError('conflict', `The routes ${other} and ${route} claim the same paths.`);
    }
    taken.set(shape, route);
  }
  entries.sort(compareRoutes);
  return (path) => {
    const parts = split(path);
    return entries.find((entry) => matches(entry, parts))?.target;
  };
}

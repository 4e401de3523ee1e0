import { createRouteTable } from '../../../scripts/local/route-table.ts';

const table = (...routes: string[]) =>
  createRouteTable(routes.map((route) => ({ route, target: route })));

describe('the route table', () => {
  it('finds a route by its whole path, with or without a slash at the end', () => {
    const find = table('/loads', '/loads/{id}');
    expect(find('/loads')).toBe('/loads');
    expect(find('/loads/')).toBe('/loads');
    expect(find('/loads/7')).toBe('/loads/{id}');
    expect(find('/loads/7/rejects')).toBeUndefined();
    expect(find('/load')).toBeUndefined();
  });

  it('prefers the route that is literal for longer, in whatever order they come', () => {
    const routes = ['/{table}/upload', '/ingest/upload', '/{table}/{id}', '/ingest/{id}'];
    for (const order of [routes, routes.toReversed()]) {
      const find = table(...order);
      expect(find('/ingest/upload')).toBe('/ingest/upload');
      expect(find('/jobs/upload')).toBe('/{table}/upload');
      expect(find('/ingest/7')).toBe('/ingest/{id}');
      expect(find('/jobs/7')).toBe('/{table}/{id}');
    }
  });

  it('does not take an empty segment for a name', () => {
    expect(table('/tables/{table}/rows')('/tables//rows')).toBeUndefined();
  });

  it('serves the root when a function does', () => {
    expect(table('/')('/')).toBe('/');
    expect(table('/a')('/')).toBeUndefined();
  });

  it('refuses two routes for the same paths', () => {
    expect(() => table('/loads/{id}', '/loads/{load}')).toThrow(
      'The routes /loads/{id} and /loads/{load} claim the same paths.',
    );
  });
});

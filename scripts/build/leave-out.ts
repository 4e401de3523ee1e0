import type { Plugin } from 'esbuild';

/**
 * Parts of packages that no function reaches and that would be most of a bundle: the connector's
 * tunnel through the SQL Data API (it is for instances without any network path), with gRPC and the
 * whole API of Cloud SQL behind it.
 */
const unreached = /cloud-sql-connector.*\/sql-data-client(\.js)?$/;

/** Puts a class in their place that says so, should one be reached after all. */
export function leaveOut(): Plugin {
  const contents = `exports.SqlDataClient = class {
    constructor() { throw new Error('The SQL Data API is not part of this bundle.'); }
  };`;
  return {
    name: 'leave-out',
    setup(build) {
      build.onLoad({ filter: unreached }, () => ({ contents, loader: 'js' }));
    },
  };
}

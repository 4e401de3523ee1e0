import type { Plugin } from 'esbuild';

/**
 * Parts of packages that no function reaches: the connector's tunnel through the SQL Data API, for
 * instances without any network path, with gRPC and the whole API of Cloud SQL behind it, which would
 * be most of a bundle; and pino's transports, threads that every start would prepare for.
 */
const unreached: readonly { readonly filter: RegExp; readonly contents: string }[] = [
  {
    filter: /cloud-sql-connector.*\/sql-data-client(\.js)?$/,
    contents: `exports.SqlDataClient = class {
      constructor() { throw new Error('The SQL Data API is not part of this bundle.'); }
    };`,
  },
  {
    filter: /\/pino\/lib\/transport\.js$/,
    contents: `module.exports = () => { throw new Error('Pino\\'s transports are not part of this bundle.'); };`,
  },
];

/** Puts in their place what says so, should one be reached after all. */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    setup(build) {
      for (const { filter, contents } of unreached) {
        build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
      }
    },
  };
}

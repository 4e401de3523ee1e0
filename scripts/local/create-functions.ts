import type { FunctionManifest } from '../function-manifest.ts';
import { createLocalFunction, type LocalFunction } from './instances.ts';
import type { Listening } from './listen.ts';
import { listSources, project } from './local-project.ts';
import type { AddressOf } from './mysql/function-users.ts';
import type { LocalAccess } from './open-access.ts';
import type { LocalBigquery } from './open-bigquery.ts';
import type { Home } from './open-home.ts';
import type { LocalStorage } from './open-storage.ts';
import { openSocketFolder } from './socket-folder.ts';
import type { StopStack } from './stop-stack.ts';

/** What functions work with. */
export interface Parts {
  readonly home: Home;
  readonly addressOf: AddressOf;
  readonly storage: LocalStorage;
  readonly bigquery: LocalBigquery;
  readonly metadata: Listening;
  readonly access: LocalAccess;
  readonly functionsFolder: string;
  readonly say: (line: string) => void;
}

/** Prepares every function to run. Their processes start with the first request. */
export function createFunctions(
  manifests: readonly FunctionManifest[],
  { home, addressOf, storage, bigquery, metadata, access, functionsFolder, say }: Parts,
  stack: StopStack,
): LocalFunction[] {
  const sockets = openSocketFolder(home.path('run'));
  stack.push(sockets.remove);
  const platform = {
    GOOGLE_CLOUD_PROJECT: project,
    STORAGE_EMULATOR_HOST: storage.url,
    // The client library uses it as it is.
    BIGQUERY_EMULATOR_HOST: `${bigquery.url}/bigquery/v2`,
    GCE_METADATA_HOST: new URL(metadata.url).host,
    METADATA_SERVER_DETECTION: 'assume-present',
  };
  const socketsFolder = sockets.folder;
  const logsFolder = home.path('logs');
  return manifests.map((manifest) =>
    createLocalFunction(manifest, {
      functionsFolder,
      logsFolder,
      socketsFolder,
      sources: listSources(addressOf(manifest.name), access),
      platform,
      say,
    }),
  );
}

import type { FunctionManifest } from '../function-manifest.ts';
import type { Subscription } from './events.ts';
import type { SourceValues } from './instances.ts';
import type { MysqlAddress } from './mysql/parse-mysql-url.ts';
import { type LocalAccess, listAccessSources } from './open-access.ts';

export const project = 'cutover-local';
export const buckets = {
  drop: `${project}-drop`,
  results: `${project}-results`,
  backups: `${project}-backups`,
};

/** The dataset of the tracking tables. */
export const trackingDataset = 'migration_status';

/** The dataset that reports load backup sets into. */
export const reportsDataset = 'hiring_reports';

/** Which functions want to hear of which bucket. */
export function listSubscriptions(manifests: readonly FunctionManifest[]): Subscription[] {
  return manifests.flatMap(({ name, trigger }) =>
    'storage' in trigger
      ? [{ function: name, bucket: buckets[trigger.storage.bucket], retry: trigger.storage.retry }]
      : [],
  );
}

/** What the sources that a function.yaml names are here; `address` is the function's own sign-in. */
export function listSources(address: MysqlAddress | undefined, access: LocalAccess): SourceValues {
  return {
    'mysql.host': address?.host,
    'mysql.port': address?.port.toString(),
    'mysql.user': address?.user,
    'mysql.password': address?.password,
    'mysql.database': address?.database,
    'mysql.instance': undefined,
    'mysql.ip-type': undefined,
    'buckets.drop': buckets.drop,
    'buckets.results': buckets.results,
    'buckets.backups': buckets.backups,
    'bigquery.dataset': trackingDataset,
    'bigquery.reports': reportsDataset,
    ...listAccessSources(access),
  };
}

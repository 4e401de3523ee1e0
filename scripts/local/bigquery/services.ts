import type { Logger } from '../../../shared/src/runtime/logger.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Database } from './engine/database.ts';
import type { InsertIds } from './jobs/insert-ids.ts';
import type { Job } from './jobs/job.ts';
import type { JobStore } from './jobs/job-store.ts';
import type { RememberedRequests } from './jobs/remembered-requests.ts';
import type { QueryText } from './jobs/translate-query.ts';
import type { UploadSessions } from './rest/upload-sessions.ts';
import type { Statement } from './sql/statement.ts';

/** What requests are answered with. */
export interface Services {
  /** The project that is there also without a dataset. */
  readonly project: string;
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** Throws a GoogleSqlError. */
  readonly translate: (query: QueryText) => Statement;
  readonly jobs: JobStore;
  /** The queries of requests that may be repeated. */
  readonly requests: RememberedRequests<Job>;
  readonly insertIds: InsertIds;
  readonly uploads: UploadSessions;
  /** The Cloud Storage API that gs:// stands for; null where there is none. */
  readonly storageUrl: string | null;
  /** A folder for results and uploads that don't fit in memory; emptied at the start. */
  readonly workFolder: string;
  readonly logger: Logger;
}

/** Where jobs run and datasets are, unless something else is said. */
export const defaultLocation = 'US';

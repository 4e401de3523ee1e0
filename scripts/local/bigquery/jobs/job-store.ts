import type { Logger } from '../../../../shared/src/runtime/logger.ts';
import { alreadyExists, BigQueryError } from '../api-error.ts';
import type { Database } from '../engine/database.ts';
import { addRecord, readRecord, readRecords, removeRecord } from '../engine/records.ts';
import type { Session } from '../engine/session.ts';
import type { Job, JobFacts, JobReference } from './job.ts';
import { formatJob } from './job-resource.ts';
import { createKeptResults } from './kept-results.ts';
import { endedJob, type NewJob, startJob, type Work } from './start-job.ts';
import type { StoredResult } from './stored-result.ts';

type JobName = Pick<JobReference, 'projectId' | 'jobId'>;

/** BigQuery keeps its jobs so long. */
const keptMs = 180 * 24 * 3600 * 1000;

/** How many jobs are remembered beside those that are kept in the file. */
const mostJobs = 1000;

const keyOf = ({ projectId, jobId }: JobName) => `${projectId}:${jobId}`;

const notFound = ({ projectId, jobId }: JobName) =>
  new BigQueryError('notFound', `Not found: Job ${projectId}:${jobId}`);

/** Forgets the jobs that were kept long enough, and answers the others. */
async function forgetOutlived(session: Session): Promise<JobFacts[]> {
  const records = (await readRecords(session, 'job')) as JobFacts[];
  const oldest = Date.now() - keptMs;
  for (const { created, reference } of records) {
    if (created < oldest) await removeRecord(session, 'job', keyOf(reference));
  }
  return records.filter(({ created }) => created >= oldest);
}

/** The jobs of this run, and those of earlier ones that were kept in the file. */
export async function openJobStore(database: Database, logger: Logger) {
  const records = await database.write('jobs', forgetOutlived);
  const earlier = records.sort((a, b) => a.created - b.created).slice(-mostJobs);
  const jobs = new Map(earlier.map((facts) => [keyOf(facts.reference), endedJob(facts)]));
  const results = createKeptResults();
  const running = new Set<Promise<void>>();

  async function findKept(key: string): Promise<Job | undefined> {
    const facts = await database.read((session) => readRecord(session, 'job', key));
    return facts === undefined ? undefined : endedJob(facts as JobFacts);
  }

  function forgetOldest() {
    for (const [key, job] of jobs) {
      if (jobs.size <= mostJobs) return;
      if (job.facts().ended !== null) jobs.delete(key);
    }
  }

  async function settle(job: Job) {
    await job.done;
    const result = job.result();
    if (result !== null) await results.add(result);
    forgetOldest();
  }

  const keepFacts = (session: Session, facts: JobFacts) =>
    addRecord(session, 'job', keyOf(facts.reference), facts);

  async function require(name: JobName): Promise<Job> {
    const job = jobs.get(keyOf(name)) ?? (await findKept(keyOf(name)));
    if (job === undefined) throw notFound(name);
    return job;
  }

  return {
    /** Starts a job. Throws `duplicate` where there is one of its id already, also of an earlier run. */
    start: async (given: NewJob, work: Work): Promise<Job> => {
      const key = keyOf(given.reference);
      const isKept = given.isNamed && (await findKept(key)) !== undefined;
      const isKnown = isKept || jobs.has(key);
      if (isKnown) throw alreadyExists(`Job ${formatJob(given.reference)}`);
      const job = startJob(given, work, keepFacts, logger);
      jobs.set(key, job);
      const settled = settle(job).finally(() => running.delete(settled));
      running.add(settled);
      return job;
    },

    /** Throws `notFound` where there is none. */
    require,

    /** The rows that a query answered. Throws `notFound` once they are no longer kept. */
    requireResult: (job: Job): StoredResult | null => {
      const result = job.result();
      if (result === null || results.has(result)) return result;
      const { reference } = job.facts();
      throw new BigQueryError(
        'notFound',
        `Not found: the results of job ${formatJob(reference)} are no longer kept; run the query again`,
      );
    },

    /** The jobs of a project that are remembered, newest first. */
    list: (project: string): Job[] =>
      [...jobs.values()].filter((job) => job.facts().reference.projectId === project).reverse(),

    remove: async (name: JobName): Promise<void> => {
      const job = await require(name);
      if (job.facts().ended === null) {
        throw new BigQueryError('invalid', `Job ${formatJob(job.facts().reference)} still runs`);
      }
      await database.write('jobs', (transaction) => removeRecord(transaction, 'job', keyOf(name)));
      jobs.delete(keyOf(name));
      const result = job.result();
      if (result !== null) await results.drop(result);
    },

    /** Cancels what runs, and resolves when nothing does any more. */
    close: async () => {
      for (const job of jobs.values()) job.cancel();
      await Promise.all(running);
    },
  };
}

export type JobStore = Awaited<ReturnType<typeof openJobStore>>;

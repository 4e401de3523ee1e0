import type { Logger } from '../../../../shared/src/runtime/logger.ts';
import { BigQueryError, toBigQueryError, toErrorProto } from '../api-error.ts';
import type { Session } from '../engine/session.ts';
import type { Job, JobFacts, Outcome, RunningJob } from './job.ts';
import { formatJob } from './job-resource.ts';

export type Work = (job: RunningJob) => Promise<Outcome>;

export interface NewJob extends Pick<JobFacts, 'reference' | 'kind' | 'configuration'> {
  /** True where the client chose the id: then the job is kept in the file with what it writes. */
  readonly isNamed: boolean;
}

/** Writes a job's facts in the session's transaction. */
export type KeepFacts = (session: Session, facts: JobFacts) => Promise<void>;

const interruptEveryMs = 20;

const cancelled = () =>
  new BigQueryError('stopped', 'Job execution was cancelled: User requested cancellation');

/** Refusals are the client's to hear of; what the emulator can't do though it meant to, is logged, too. */
function reportFault(logger: Logger, { reference }: JobFacts, error: unknown) {
  const isOurs = toBigQueryError(error).status === 500;
  const isUnforeseen = error instanceof BigQueryError && error.cause !== undefined;
  if (!isOurs && !isUnforeseen) return;
  logger.error({ job: formatJob(reference), err: error }, 'BigQuery job failed');
}

/** Starts a job's work; what becomes of it is the job's to tell. */
export function startJob(given: NewJob, work: Work, keepFacts: KeepFacts, logger: Logger): Job {
  const { isNamed, ...named } = given;
  const now = Date.now();
  let facts: JobFacts = {
    ...named,
    created: now,
    started: now,
    ended: null,
    error: null,
    errors: [],
    statistics: {},
  };
  let outcome: Outcome | undefined;
  let kept: JobFacts | undefined;
  let session: Session | undefined;
  let isCancelled = false;
  let interrupting: NodeJS.Timeout | undefined;

  const withOutcome = ({ statistics, warnings = [] }: Outcome): JobFacts => ({
    ...facts,
    ended: Date.now(),
    statistics,
    errors: warnings,
  });
  const running: RunningJob = {
    reference: given.reference,
    begin: (on) => {
      if (isCancelled) throw cancelled();
      session = on;
    },
    keep: async (on, reached) => {
      kept = withOutcome(reached);
      if (isNamed) await keepFacts(on, kept);
    },
  };
  async function run() {
    try {
      outcome = await work(running);
      facts = kept ?? withOutcome(outcome);
    } catch (error) {
      reportFault(logger, facts, error);
      const refusal = toBigQueryError(error);
      const fault = toErrorProto(refusal);
      const faults = refusal instanceof BigQueryError ? refusal.faults : [];
      facts = { ...facts, ended: Date.now(), error: fault, errors: [fault, ...faults] };
    } finally {
      session = undefined;
      clearInterval(interrupting);
    }
  }
  return {
    facts: () => facts,
    result: () => outcome?.result ?? null,
    done: run(),
    cancel: () => {
      if (isCancelled || facts.ended !== null) return;
      isCancelled = true;
      session?.interrupt();
      // An interrupt between two statements, or before the first, has no effect.
      interrupting = setInterval(() => session?.interrupt(), interruptEveryMs);
    },
  };
}

/** A job of an earlier run. */
export function endedJob(facts: JobFacts): Job {
  return { facts: () => facts, result: () => null, done: Promise.resolve(), cancel: () => {} };
}

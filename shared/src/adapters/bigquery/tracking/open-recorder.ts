import { AppError } from '../../../domain/app-error.ts';
import type { ProgressRecorder } from '../../../domain/tracking/tracking-record.ts';
import { trackingRecorder } from '../../../domain/tracking/tracking-recorder.ts';
import { answerInTime } from '../answer-in-time.ts';
import { connectBigquery } from '../connect.ts';
import { runStatements } from '../run-statement.ts';
import { bigqueryEvidenceStore } from './evidence-store.ts';
import { bigqueryTrackingStore } from './tracking-store.ts';

/** What is not recorded now is recorded later, so there is little use in waiting. */
const patience = { firstWaitMs: 100, longestWaitMs: 500, totalMs: 1500 };
const statementLimitMs = 5000;

/**
 * Opens what records a function's own work in the tracking dataset. Recording fails within seconds,
 * with `unavailable`, where BigQuery is away or does not answer.
 */
export async function openRecorder(dataset: string, recordedBy: string): Promise<ProgressRecorder> {
  const bigquery = await connectBigquery().catch((cause: unknown) => {
    throw new AppError('misconfigured', 'There is no project or sign-in for BigQuery.', { cause });
  });
  const run = answerInTime(runStatements(bigquery, dataset, patience), statementLimitMs);
  return trackingRecorder({
    store: bigqueryTrackingStore(run),
    evidence: bigqueryEvidenceStore(run),
    recordedBy,
  });
}

import type { Counts, LoadPlan } from './load.ts';

/** Before so many records a ratio says little; the end of the file says it all the same. */
const fewRecords = 100;

/** Why the load has to stop, as a sentence; null while it is within its limits. */
export function exceededLimit(plan: LoadPlan, counts: Counts, isEnd: boolean): string | null {
  const { maxRejects, maxRejectRatio } = plan;
  const { rejected } = counts;
  if (maxRejects !== null && rejected > maxRejects) {
    return `${rejected} records are rejected, more than max_rejects allows (${maxRejects}).`;
  }
  const records = counts.read - counts.blank;
  const isTelling = isEnd || records >= fewRecords;
  if (maxRejectRatio !== null && isTelling && rejected > records * maxRejectRatio) {
    return `${rejected} of ${records} records are rejected, more than max_reject_ratio allows (${maxRejectRatio}).`;
  }
  return null;
}

import type { Fault } from '../fault.ts';
import { describeLoad } from '../ingest/describe-load.ts';
import type { Entry, Outcome } from '../ingest/entry.ts';
import type { Load } from '../ingest/load.ts';
import type { Row } from '../ingest/ports.ts';

/** A row that was not added. */
export interface RejectedRow {
  /** The row's place in the batch, from 0. */
  readonly index: number;
  readonly reject_id: string;
  readonly errors: readonly Fault[];
}

/** What became of a batch, as its sender is told; JSON. */
export interface BatchAnswer extends ReturnType<typeof describeLoad> {
  readonly rejected: readonly RejectedRow[];
  /** By row, what the database has numbered it, or null; absent where it has numbered none. */
  readonly ids?: readonly (number | string | null)[];
}

interface Results {
  readonly entries: readonly Entry[];
  readonly outcomes: readonly Outcome[];
  /** In the order of the rejected rows. */
  readonly rejectIds: readonly string[];
  readonly numberOf: (row: Row) => string | null;
}

/** As a JSON number where no reader would round it. */
const asNumber = (text: string | null) =>
  text !== null && Number.isSafeInteger(Number(text)) ? Number(text) : text;

export function describeBatch(load: Load, results: Results): BatchAnswer {
  const { entries, outcomes, rejectIds, numberOf } = results;
  const rejected: RejectedRow[] = [];
  for (const [index, errors] of outcomes.entries()) {
    if (typeof errors === 'string') continue;
    rejected.push({ index, reject_id: rejectIds[rejected.length] ?? '', errors });
  }
  const isAdded = load.state === 'done' && load.plan?.dryRun !== true;
  const ids = entries.map(({ values }) => asNumber(numberOf(values)));
  const hasIds = isAdded && ids.some((id) => id !== null);
  return { ...describeLoad(load), rejected, ...(hasIds ? { ids } : {}) };
}

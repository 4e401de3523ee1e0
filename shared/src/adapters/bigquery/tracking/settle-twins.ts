import { randomUUID } from 'node:crypto';
import { AppError } from '../../../domain/app-error.ts';
import type { RunStatement } from '../statement.ts';
import type { EventTableName } from './event-table.ts';
import { orderByCommit } from './sql/order-by-commit.ts';
import { withdrawEvents } from './sql/withdraw-events.ts';
import type { TrackedEvent } from './tracked-event.ts';

const settler = 'tracking-store';
/** BigQuery tells commits apart for seven days; past six, twins are told apart by their own words. */
const longestMemoryMs = 6 * 24 * 3_600_000;
/** A commit is later than its statement's own time; the clocks of two machines may differ so much. */
const clockMarginMs = 60_000;

/** Makes changes void, each once. */
export async function withdraw(
  run: RunStatement,
  events: EventTableName,
  losers: readonly TrackedEvent[],
  reason: string,
): Promise<void> {
  const withdrawals = losers.map(({ eventId, key, version }) => ({
    event_id: randomUUID(),
    key,
    version,
    withdraws: eventId,
    changed_by: settler,
    reason,
  }));
  await run(withdrawEvents(events), { withdrawals });
}

const wordsOf = ({ changedAt, eventId }: TrackedEvent) => `${changedAt} ${eventId}`;

async function orderOf(
  run: RunStatement,
  events: EventTableName,
  twins: readonly TrackedEvent[],
): Promise<string[]> {
  const sorted = twins.toSorted((a, b) => (wordsOf(a) < wordsOf(b) ? -1 : 1));
  const [first] = sorted;
  if (first === undefined) return [];
  const since = Date.parse(first.changedAt) - clockMarginMs;
  if (since < Date.now() - longestMemoryMs) {
    return sorted.filter(({ isVoid }) => !isVoid).map(({ eventId }) => eventId);
  }
  const { key, version } = first;
  const values = { since: new Date(since).toISOString(), key, version };
  return (await run(orderByCommit(events), values)).map((row) => String(row.event_id));
}

/**
 * Decides between changes of the same key and version, and makes all but one void. Returns the id
 * of the one that counts.
 *
 * INSERTs that overlap do not see each other, so each may find its key free. The one that BigQuery
 * committed first counts. That is final: a writer reads its key after its own commit, so a change
 * that it does not see there commits later and comes behind. It is the same for everybody: whoever
 * sees two changes asks for the order of their commits, which does not change. Withdrawn changes
 * keep their places, so that the one behind a withdrawn first one loses too, whenever it looks.
 */
export async function settleTwins(
  run: RunStatement,
  events: EventTableName,
  twins: readonly TrackedEvent[],
): Promise<string> {
  const [winner] = await orderOf(run, events, twins);
  if (winner === undefined) throw new AppError('internal', 'BigQuery lost the order of changes.');
  const losers = twins.filter(({ eventId, isVoid }) => eventId !== winner && !isVoid);
  if (losers.length > 0) await withdraw(run, events, losers, 'Another change came first.');
  return winner;
}

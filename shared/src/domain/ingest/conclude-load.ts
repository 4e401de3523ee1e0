import { booksBalance, type Load } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { HeldLoad, LedgerChange } from './ports.ts';
import { publishLoad } from './publish-load.ts';
import { retryWaiting } from './retry-waiting.ts';

/** Every record must be accounted for; a load whose books do not balance has failed, whatever it wrote. */
function endOf({ counts, error }: Load): LedgerChange {
  if (error !== null) return { state: 'failed' };
  if (booksBalance(counts)) return { state: 'done' };
  const message = `The books do not balance: ${JSON.stringify(counts)}.`;
  return { state: 'failed', error: { code: 'books', message } };
}

/**
 * What follows from a load whose records are written: older rejects of the same records close in
 * favour of its own, waiting records are tried again, and the load ends. Done twice, it ends the same.
 */
export async function concludeLoad(ports: LoadPorts, held: HeldLoad): Promise<void> {
  const { id } = held.load;
  const load = (await ports.ledger.findLoad(id)) ?? held.load;
  const { plan, counts } = load;
  if (plan !== null && !plan.dryRun) {
    await held.transaction(async (transaction) => {
      await transaction.supersedeOlderRejects(plan.table);
      await transaction.advance({});
      await transaction.commit();
    });
    await retryWaiting(ports, held, plan.table, counts.inserted + counts.updated > 0);
  }
  const final = (await ports.ledger.findLoad(id)) ?? load;
  await held.transaction(async (transaction) => {
    await transaction.advance(endOf(final));
    await transaction.commit();
  });
}

/** Writes the evidence of every ended load that changed since it was written last, this one's among them. */
export async function publishStale({ ledger, results }: LoadPorts): Promise<void> {
  for (const { id } of await ledger.staleEvidence()) await publishLoad(ledger, results, id);
}

import { publishStale } from '@cutover/shared/domain/ingest/conclude-load.ts';
import { drainOutbox } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { Ports } from './ports.ts';

const limitMs = 20_000;

/** Publishes the evidence of every ended load that has changed, and records what waits to be. */
export async function followUp(ports: Pick<Ports, 'ledger' | 'results' | 'tracking'>) {
  await publishStale(ports);
  const end = Date.now() + limitMs;
  await drainOutbox(ports.tracking, () => Date.now() > end);
}

import { AppError } from '../app-error.ts';
import { concludeLoad, publishStale } from './conclude-load.ts';
import { giveUp } from './give-up.ts';
import type { Load, LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { planLoad } from './plan-load.ts';
import type { HeldLoad } from './ports.ts';
import { findMovedObject, recordStart } from './record-load.ts';
import { writeAsOne } from './write-as-one.ts';
import { writeInChunks } from './write-in-chunks.ts';

/** Errors that no repetition mends: what is read, or its name, is at fault. */
const permanent: readonly string[] = [
  'invalid-object',
  'unknown-table',
  'not-found',
  'unsupported',
];

async function settlePlan(
  ports: LoadPorts,
  source: LoadSource,
  held: HeldLoad,
): Promise<Load & { plan: LoadPlan }> {
  const { load } = held;
  if (load.plan !== null) return { ...load, plan: load.plan };
  const settled = await planLoad(ports, source);
  const planned = { ...load, ...settled };
  const moved = await findMovedObject(ports, source, planned);
  await held.transaction(async (transaction) => {
    await transaction.advance(settled);
    if (moved !== null) await transaction.record([recordStart(planned, moved)]);
    await transaction.commit();
  });
  if (moved !== null) ports.wakeRecording();
  return planned;
}

async function writeRecords(ports: LoadPorts, source: LoadSource, held: HeldLoad): Promise<void> {
  const load = await settlePlan(ports, source, held);
  const isWhole = load.plan.mode === 'atomic' || load.plan.dryRun;
  await (isWhole ? writeAsOne : writeInChunks)(ports, source, held, load);
}

async function work(ports: LoadPorts, source: LoadSource, held: HeldLoad): Promise<void> {
  if (held.load.state === 'running') {
    try {
      await writeRecords(ports, source, held);
    } catch (error) {
      if (!(error instanceof AppError && permanent.includes(error.code))) throw error;
      await giveUp(held, error);
    }
  }
  await concludeLoad(ports, source, held);
}

/**
 * Loads a source: claims it, settles how it is read, writes its records and concludes. Each step
 * leaves the load where the next call goes on, so a call that is killed, repeated or made twice at
 * once ends in the same rows, rejects and counts. A source whose load has ended is answered from the
 * ledger. Throws `busy` while another call works on it or when this call's time is over, and
 * `unavailable` when database or storage do not answer: call again. What is wrong with the source
 * itself makes a failed load, not an error.
 */
export async function loadFrom(ports: LoadPorts, source: LoadSource): Promise<Load> {
  const claim = await ports.ledger.claim(source);
  if (claim.kind === 'busy') {
    throw new AppError('busy', 'Another call works on this load.');
  }
  if (claim.kind === 'held') {
    try {
      await work(ports, source, claim.held);
    } finally {
      await claim.held.release();
    }
  }
  const id = claim.kind === 'held' ? claim.held.load.id : claim.load.id;
  await publishStale(ports);
  const load = await ports.ledger.findLoad(id);
  if (load === null) throw new AppError('internal', `The ledger lost load ${id}.`);
  return load;
}

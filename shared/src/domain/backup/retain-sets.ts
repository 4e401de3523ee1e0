import { judgeProofs } from './proof.ts';
import { type CleaningPorts, clearAbandoned, removeSet } from './remove-set.ts';
import { planRetention, type RetentionPolicy, type RetentionVerdict } from './retention.ts';
import { isSealed, readFolders } from './set-folder.ts';

type Ports = Pick<CleaningPorts, 'store'>;

async function planSets({ store }: Ports, database: string, policy: RetentionPolicy) {
  const sealed = (await readFolders(store, database)).filter(isSealed);
  const sets = sealed.map(({ setId, proofs }) => ({ set_id: setId, state: judgeProofs(proofs) }));
  return { sealed, verdicts: planRetention(sets, policy) };
}

/** What `retainSets` would keep and remove, and why; it changes nothing. */
export async function previewRetention(
  ports: Ports,
  database: string,
  policy: RetentionPolicy,
): Promise<RetentionVerdict[]> {
  return (await planSets(ports, database, policy)).verdicts;
}

/** Removes the sets that the policy does not keep; a second run removes nothing more. */
export async function retainSets(
  ports: Ports,
  database: string,
  policy: RetentionPolicy,
): Promise<RetentionVerdict[]> {
  const { sealed, verdicts } = await planSets(ports, database, policy);
  const kept = new Set(verdicts.filter(({ keeps }) => keeps).map(({ set_id }) => set_id));
  for (const folder of sealed) {
    if (!kept.has(folder.setId)) await removeSet(ports.store, folder);
  }
  return verdicts;
}

/** Removes what writers of sets left that died; returns the ids of their sets. */
export async function cleanSets(ports: CleaningPorts, database: string): Promise<string[]> {
  const cleared: string[] = [];
  for (const folder of await readFolders(ports.store, database)) {
    if (await clearAbandoned(ports, folder)) cleared.push(folder.setId);
  }
  return cleared;
}

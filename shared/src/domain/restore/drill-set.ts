import type { Proof } from '../backup/proof.ts';
import { type ProofPorts, proveSet } from '../backup/prove-set.ts';
import type { SealedFolder } from '../backup/set-folder.ts';
import { takeSource } from './choose-set.ts';
import { planRestore } from './plan-restore.ts';
import type { About } from './ports.ts';
import type { RestorePorts } from './restore-ports.ts';

export type DrillPorts = ProofPorts & RestorePorts;

/**
 * Restores a set's tables into scratch tables that are made by the set's own DDL, one after the
 * other, reads each one back, compares it with the manifest and drops it; the tables of the database
 * are not touched. Keeps a record of what it found, whichever it is. Fails, and keeps none, where
 * bucket or database do not answer, and with `busy` while tables are being restored.
 */
export function drillSet(ports: DrillPorts, folder: SealedFolder, about: About): Promise<Proof> {
  return proveSet(ports, folder, 'drill', async ({ manifest, wanted }) => {
    const source = takeSource(ports.store, folder, { manifest, wanted });
    const name = `drill_${folder.setId}_${manifest.tables.indexOf(wanted)}`;
    const { replacement } = await planRestore(ports, source, name);
    const drilled = { ...about, drill: folder.setId, object: ports.store.addressOf(wanted.object) };
    await ports.replacer.rehearse([replacement], drilled);
    return [];
  });
}

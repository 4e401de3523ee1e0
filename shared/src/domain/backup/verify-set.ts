import { compareFile, compareObject } from './compare-file.ts';
import type { Proof } from './proof.ts';
import { type ProofPorts, type ProvenTable, proveSet } from './prove-set.ts';
import type { SealedFolder } from './set-folder.ts';
import type { TableFiles } from './table-files.ts';

export interface VerifyPorts extends ProofPorts {
  readonly files: TableFiles;
}

async function checkTable(
  { store, files }: VerifyPorts,
  folder: SealedFolder,
  { manifest, wanted }: ProvenTable,
): Promise<string[]> {
  const object = folder.objects.find(({ name }) => name === wanted.object);
  const faults = compareObject(object, wanted);
  if (faults.length > 0) return faults;
  const { object: name, generation, bytes } = wanted;
  const chunks = store.read({ name, generation, bytes });
  const file = await files.read(store.addressOf(name), wanted, chunks);
  return compareFile(file, wanted, manifest);
}

/**
 * Reads every byte of a set, compares all of it with the manifest, and keeps a record of what it
 * found, whichever it is. Fails, and keeps none, where the bucket does not answer.
 */
export const verifySet = (ports: VerifyPorts, folder: SealedFolder): Promise<Proof> =>
  proveSet(ports, folder, 'verify', (table) => checkTable(ports, folder, table));

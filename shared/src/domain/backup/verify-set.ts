import { AppError } from '../app-error.ts';
import { compareFile, compareObject } from './compare-file.ts';
import type { Manifest, TableManifest } from './manifest.ts';
import { type Proof, proofObject, type SetFault } from './proof.ts';
import { readManifest } from './read-manifest.ts';
import { countSet } from './record-set.ts';
import type { SealedFolder } from './set-folder.ts';
import type { SetStore } from './set-store.ts';
import type { TableFiles } from './table-files.ts';

export interface VerifyPorts {
  readonly store: SetStore;
  readonly files: TableFiles;
  readonly now: () => Date;
  readonly makeSuffix: () => string;
}

/** Why something is wrong with a set; errors that say nothing of the set are thrown. */
function readReason(error: unknown): string {
  const isVerdict =
    error instanceof AppError &&
    ['invalid-object', 'not-found', 'unsupported'].includes(error.code);
  if (isVerdict) return error.message;
  throw error;
}

async function checkTable(
  { store, files }: VerifyPorts,
  folder: SealedFolder,
  { manifest, wanted }: { readonly manifest: Manifest; readonly wanted: TableManifest },
): Promise<string[]> {
  const object = folder.objects.find(({ name }) => name === wanted.object);
  const faults = compareObject(object, wanted);
  if (faults.length > 0) return faults;
  try {
    const { object: name, generation, bytes } = wanted;
    const chunks = store.read({ name, generation, bytes });
    const file = await files.read(store.addressOf(name), wanted, chunks);
    return compareFile(file, wanted, manifest);
  } catch (error) {
    return [readReason(error)];
  }
}

interface Findings {
  readonly manifest: Manifest | null;
  readonly faults: readonly SetFault[];
}

async function checkSet(ports: VerifyPorts, folder: SealedFolder): Promise<Findings> {
  let manifest: Manifest;
  try {
    manifest = await readManifest(ports.store, folder);
  } catch (error) {
    const reason = readReason(error);
    return { manifest: null, faults: [{ object: folder.manifest.name, table: null, reason }] };
  }
  const faults: SetFault[] = [];
  for (const wanted of manifest.tables) {
    const reasons = await checkTable(ports, folder, { manifest, wanted });
    const { object, table } = wanted;
    faults.push(...reasons.map((reason) => ({ object, table, reason })));
  }
  return { manifest, faults };
}

/**
 * Reads every byte of a set, compares all of it with the manifest, and keeps a record of what it
 * found, whichever it is. Fails, and keeps none, where the bucket does not answer.
 */
export async function verifySet(ports: VerifyPorts, folder: SealedFolder): Promise<Proof> {
  const started_at = ports.now().toISOString();
  const { manifest, faults } = await checkSet(ports, folder);
  const proof: Proof = {
    version: 1,
    kind: 'verify',
    set_id: folder.setId,
    passed: faults.length === 0,
    started_at,
    finished_at: ports.now().toISOString(),
    ...(manifest === null ? { tables: 0, rows: 0, bytes: 0 } : countSet(manifest)),
    faults,
  };
  await keepProof(ports, folder, proof);
  return proof;
}

/** Keeps the record of a proof beside the set's manifest. */
export async function keepProof(
  { store, makeSuffix }: Pick<VerifyPorts, 'store' | 'makeSuffix'>,
  folder: SealedFolder,
  proof: Proof,
): Promise<void> {
  const name = proofObject(folder.path, proof, makeSuffix());
  await store.writeText(name, `${JSON.stringify(proof, null, 2)}\n`, null);
}

import { AppError } from '../app-error.ts';
import type { Manifest, TableManifest } from './manifest.ts';
import { type Proof, type ProofKind, proofObject, type SetFault } from './proof.ts';
import { readManifest } from './read-manifest.ts';
import { countSet } from './record-set.ts';
import type { SealedFolder } from './set-folder.ts';
import type { SetStore } from './set-store.ts';

export interface ProofPorts {
  readonly store: SetStore;
  readonly now: () => Date;
  readonly makeSuffix: () => string;
}

/** A table of a set, and the manifest that speaks of it. */
export interface ProvenTable {
  readonly manifest: Manifest;
  readonly wanted: TableManifest;
}

/** Answers what is wrong with a table of a set, or throws an error that says it. */
export type CheckTable = (table: ProvenTable) => Promise<readonly string[]>;

/** Why something is wrong with a set; errors that say nothing of the set are thrown. */
function readReason(error: unknown): string {
  const isVerdict =
    error instanceof AppError &&
    ['invalid-object', 'not-found', 'unsupported'].includes(error.code);
  if (isVerdict) return error.message;
  throw error;
}

interface Findings {
  readonly manifest: Manifest | null;
  readonly faults: readonly SetFault[];
}

async function checkSet(
  store: SetStore,
  folder: SealedFolder,
  check: CheckTable,
): Promise<Findings> {
  let manifest: Manifest;
  try {
    manifest = await readManifest(store, folder);
  } catch (error) {
    const reason = readReason(error);
    return { manifest: null, faults: [{ object: folder.manifest.name, table: null, reason }] };
  }
  const faults: SetFault[] = [];
  for (const wanted of manifest.tables) {
    const reasons = await check({ manifest, wanted }).catch((error) => [readReason(error)]);
    const { object, table } = wanted;
    faults.push(...reasons.map((reason) => ({ object, table, reason })));
  }
  return { manifest, faults };
}

/**
 * Checks a set table by table, and keeps a record beside its manifest of what was found, whichever
 * it is. Fails, and keeps none, where an error says nothing of the set.
 */
export async function proveSet(
  { store, now, makeSuffix }: ProofPorts,
  folder: SealedFolder,
  kind: ProofKind,
  check: CheckTable,
): Promise<Proof> {
  const started_at = now().toISOString();
  const { manifest, faults } = await checkSet(store, folder, check);
  const proof: Proof = {
    version: 1,
    kind,
    set_id: folder.setId,
    passed: faults.length === 0,
    started_at,
    finished_at: now().toISOString(),
    ...(manifest === null ? { tables: 0, rows: 0, bytes: 0 } : countSet(manifest)),
    faults,
  };
  const name = proofObject(folder.path, proof, makeSuffix());
  await store.writeText(name, `${JSON.stringify(proof, null, 2)}\n`, null);
  return proof;
}

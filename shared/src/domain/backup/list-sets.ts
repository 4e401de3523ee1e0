import { isTransient } from '../app-error.ts';
import { judgeProofs, type ProofMark, type SetState } from './proof.ts';
import { readManifest } from './read-manifest.ts';
import { countSet } from './record-set.ts';
import { type CleaningPorts, isAbandoned } from './remove-set.ts';
import { parseProgress, type SetProgress } from './running-set.ts';
import { isSealed, readFolders, type SealedFolder, type SetFolder } from './set-folder.ts';
import type { SetStore } from './set-store.ts';

/** A set in a list. A damaged one has lost what could be told of it where the damage is its manifest's. */
export interface ListedSet {
  readonly set_id: string;
  readonly state: SetState | 'running';
  readonly taken_at: string | null;
  readonly finished_at: string | null;
  readonly tables: number | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  /** When a proof passed last, of whichever kind. */
  readonly proven_at: string | null;
  /** The latest of each kind. */
  readonly proofs: readonly ProofMark[];
  readonly progress?: SetProgress;
}

/** What a set's proofs come to. */
export function describeProofs(proofs: readonly ProofMark[]) {
  const latest = new Map(proofs.map((proof) => [proof.kind, proof]));
  return {
    state: judgeProofs(proofs),
    proven_at: proofs.findLast(({ passed }) => passed)?.at ?? null,
    proofs: [...latest.values()],
  };
}

const unknown = { taken_at: null, finished_at: null, tables: null, rows: null, bytes: null };

async function describeSealed(store: SetStore, folder: SealedFolder): Promise<ListedSet> {
  const proofs = describeProofs(folder.proofs);
  try {
    const manifest = await readManifest(store, folder);
    const { taken_at, finished_at } = manifest;
    return { set_id: folder.setId, ...proofs, taken_at, finished_at, ...countSet(manifest) };
  } catch (error) {
    if (isTransient(error)) throw error;
    return { set_id: folder.setId, ...proofs, state: 'damaged', ...unknown };
  }
}

/** How far a set has come that is being written; null where that was finished or removed just now. */
export async function readProgress(
  store: SetStore,
  { progress }: SetFolder,
): Promise<SetProgress | null> {
  const text = progress === null ? null : await store.readText(progress);
  return text === null ? null : parseProgress(text);
}

async function describeRunning(store: SetStore, folder: SetFolder): Promise<ListedSet[]> {
  const progress = await readProgress(store, folder);
  if (progress === null) return [];
  const { set_id, taken_at, tables, rows, bytes } = progress;
  const proofs = { proven_at: null, proofs: [] };
  const counts = { taken_at, finished_at: null, tables, rows, bytes };
  return [{ set_id, state: 'running', ...counts, ...proofs, progress }];
}

export interface SetPage {
  readonly sets: readonly ListedSet[];
  /** The id behind which the next page begins; null on the last one. */
  readonly next: string | null;
}

/** Sets of a database, the newest first, those that are being written among them; from behind the id `after`. */
export async function listSets(
  ports: CleaningPorts,
  database: string,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<SetPage> {
  const folders = (await readFolders(ports.store, database)).filter(
    (folder) => !isAbandoned(folder, ports) && (after === null || folder.setId < after),
  );
  const shown = folders.slice(0, limit);
  const sets = await Promise.all(
    shown.map((folder) =>
      isSealed(folder)
        ? describeSealed(ports.store, folder).then((set) => [set])
        : describeRunning(ports.store, folder),
    ),
  );
  const next = folders.length > limit ? (shown.at(-1)?.setId ?? null) : null;
  return { sets: sets.flat(), next };
}

import { AppError } from '../app-error.ts';
import { type Proof, type ProofKind, proofSchema, readProofMark } from './proof.ts';
import type { SetFolder } from './set-folder.ts';
import type { SetStore, StoredObject } from './set-store.ts';

function parseProof(text: string, address: string): Proof {
  try {
    return proofSchema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${address} is not the record of a proof. Remove it, and verify the set anew.`;
    throw new AppError('invalid-object', message, { cause });
  }
}

/**
 * The latest record of each kind of proof, with all that was found. Fails with `invalid-object`
 * where one can't be read.
 */
export async function readLatestProofs(store: SetStore, folder: SetFolder): Promise<Proof[]> {
  const latest = new Map<ProofKind, StoredObject>();
  // Their names begin with the time, and lists are in the order of names.
  for (const object of folder.objects) {
    const mark = readProofMark(folder.path, object.name);
    if (mark !== null) latest.set(mark.kind, object);
  }
  const proofs = [...latest.values()].map(async (object) => {
    const text = await store.readText(object);
    return text === null ? [] : [parseProof(text, store.addressOf(object.name))];
  });
  return (await Promise.all(proofs)).flat();
}

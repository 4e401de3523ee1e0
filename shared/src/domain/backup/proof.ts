import * as z from 'zod';
import { proofsFolder } from './object-names.ts';

export const proofKinds = ['verify', 'drill'] as const;

/** `verify` has read every byte of a set; `drill` has restored it and compared the rows. */
export type ProofKind = (typeof proofKinds)[number];

/** What was found wrong with an object of a set. */
export interface SetFault {
  readonly object: string;
  readonly table: string | null;
  readonly reason: string;
}

/** The record of one proof, kept beside the set's manifest. */
export interface Proof {
  readonly version: 1;
  readonly kind: ProofKind;
  readonly set_id: string;
  readonly passed: boolean;
  /** ISO 8601, UTC, as `finished_at`. */
  readonly started_at: string;
  readonly finished_at: string;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly faults: readonly SetFault[];
}

const count = z.int().min(0);

export const proofSchema: z.ZodType<Proof> = z.strictObject({
  version: z.literal(1),
  kind: z.enum(proofKinds),
  set_id: z.string(),
  passed: z.boolean(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  tables: count,
  rows: count,
  bytes: count,
  faults: z.array(
    z.strictObject({ object: z.string(), table: z.string().nullable(), reason: z.string() }),
  ),
});

/** What the name of a proof's object tells of it. */
export interface ProofMark {
  readonly kind: ProofKind;
  readonly passed: boolean;
  /** When it was finished. */
  readonly at: string;
}

const digits = /[-:.]/g;
const namePattern =
  /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(verify|drill)-(passed|failed)-[a-z0-9]+\.json$/;

/** Where a proof is kept; the name alone tells what it found, so that a list needs not read it. */
export function proofObject(folder: string, proof: Proof, suffix: string): string {
  const at = proof.finished_at.replaceAll(digits, '');
  const result = proof.passed ? 'passed' : 'failed';
  return `${proofsFolder(folder)}${at}-${proof.kind}-${result}-${suffix}.json`;
}

/** Null for an object that is no proof. */
export function readProofMark(folder: string, object: string): ProofMark | null {
  const prefix = proofsFolder(folder);
  const name = object.startsWith(prefix) ? object.slice(prefix.length) : '';
  const parts = namePattern.exec(name);
  if (parts === null) return null;
  return {
    kind: parts[8] === 'drill' ? 'drill' : 'verify',
    passed: parts[9] === 'passed',
    at: name.slice(0, 19).replace(/(....)(..)(..)T(..)(..)(..)(...)Z/, '$1-$2-$3T$4:$5:$6.$7Z'),
  };
}

export type SetState = 'proven' | 'damaged' | 'unproven';

/** `proofs`: oldest first. Of each kind the latest counts: one that failed makes the set a damaged one. */
export function judgeProofs(proofs: readonly ProofMark[]): SetState {
  const latest = proofKinds.flatMap(
    (kind) => proofs.findLast((proof) => proof.kind === kind) ?? [],
  );
  if (latest.length === 0) return 'unproven';
  return latest.every(({ passed }) => passed) ? 'proven' : 'damaged';
}

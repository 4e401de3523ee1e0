import type { Usage } from './process-usage.ts';

/** A way to do what is measured. */
export interface Contender {
  readonly name: string;
  /** So slow that it takes part in the first round that counts only. */
  readonly isSlow?: boolean;
  /** Makes ready what is not measured, and gives what is: it does the work, and tells what its process used. */
  prepare(): Promise<() => Promise<Usage>>;
  /** Throws where a run has left something else than it must. May return a sentence on what it left. */
  verify(): Promise<string | undefined>;
}

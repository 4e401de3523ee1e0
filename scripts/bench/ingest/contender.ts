import type { Usage } from './process-usage.ts';

/** A way to load the hires. */
export interface Contender {
  readonly name: string;
  /** Makes ready what is not measured, and gives what is: it loads, and tells what its process used. */
  prepare(): Promise<() => Promise<Usage>>;
  /** Throws where a run has left other rows than it must. May return a sentence on what it left. */
  verify(): Promise<string | undefined>;
}

import type { Fault, FaultCode } from '../fault.ts';

/** Rejects with the same code in the same column. */
export interface DigestLine {
  readonly code: FaultCode;
  readonly column: string | null;
  readonly count: number;
  /** Up to three that differ from each other. */
  readonly samples: readonly { readonly line: number; readonly message: string }[];
}

const mostSamples = 3;

/** Groups rejects as they come, in memory that does not grow with their number. */
export function createDigest(): {
  add(reject: { readonly line: number; readonly faults: readonly Fault[] }): void;
  /** Most frequent first. */
  lines(): DigestLine[];
} {
  const groups = new Map<string, DigestLine>();
  return {
    add({ line, faults }) {
      for (const { code, column, message } of faults) {
        const key = JSON.stringify([code, column]);
        const { count = 0, samples = [] } = groups.get(key) ?? {};
        const isNew =
          samples.length < mostSamples && samples.every((known) => known.message !== message);
        groups.set(key, {
          code,
          column,
          count: count + 1,
          samples: isNew ? [...samples, { line, message }] : samples,
        });
      }
    },
    lines: () =>
      [...groups.values()].sort(
        (a, b) => b.count - a.count || (a.code + a.column < b.code + b.column ? -1 : 1),
      ),
  };
}

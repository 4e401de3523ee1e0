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

interface Group {
  readonly code: FaultCode;
  readonly column: string | null;
  count: number;
  readonly samples: { line: number; message: string }[];
}

/** Groups rejects as they come, in memory that does not grow with their number. */
export function createDigest(): {
  add(reject: { readonly line: number; readonly faults: readonly Fault[] }): void;
  /** Most frequent first. */
  lines(): DigestLine[];
} {
  const groups = new Map<string, Group>();
  return {
    add({ line, faults }) {
      for (const { code, column, message } of faults) {
        const key = `${code} ${column ?? ''}`;
        const group = groups.get(key) ?? { code, column, count: 0, samples: [] };
        groups.set(key, group);
        group.count++;
        if (group.samples.length === mostSamples) continue;
        if (group.samples.every((known) => known.message !== message)) {
          group.samples.push({ line, message });
        }
      }
    },
    lines: () =>
      [...groups.values()].sort(
        (a, b) => b.count - a.count || (a.code + a.column < b.code + b.column ? -1 : 1),
      ),
  };
}

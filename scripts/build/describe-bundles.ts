import { median } from '../bench/median.ts';

/** A built function and what it costs. */
export interface MeasuredBundle {
  readonly name: string;
  readonly bytes: number;
  readonly zipBytes: number;
  readonly coldStartsMs: readonly number[];
}

export interface Budget {
  readonly bytes: number;
  /** Times the cold start of a bare function on the same machine. */
  readonly coldStart: number;
}

const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

/** The table that the build prints, and what of it is over the budget. */
export function describeBundles(
  bundles: readonly MeasuredBundle[],
  bareMs: readonly number[],
  budget: Budget,
): { readonly lines: string[]; readonly excesses: string[] } {
  const bare = median(bareMs);
  const rows = bundles.map((each) => {
    const coldMs = median(each.coldStartsMs);
    return { ...each, coldMs, ratio: coldMs / bare };
  });
  const lines = rows.map(({ name, bytes, zipBytes, coldMs, ratio }) =>
    [
      name.padEnd(18),
      mebibytes(bytes).padStart(10),
      mebibytes(zipBytes).padStart(10),
      `${coldMs.toFixed(0)} ms`.padStart(8),
      `${ratio.toFixed(2)} x`.padStart(8),
    ].join(''),
  );
  const excesses = rows.flatMap(({ name, bytes, ratio }) => [
    ...(bytes > budget.bytes
      ? [`${name} has ${mebibytes(bytes)}; ${mebibytes(budget.bytes)} are allowed.`]
      : []),
    ...(ratio > budget.coldStart
      ? [
          `${name} starts in ${ratio.toFixed(2)} times a bare function's time; ${budget.coldStart} are allowed.`,
        ]
      : []),
  ]);
  const head = `${'function'.padEnd(18)}${'bundle'.padStart(10)}${'zip'.padStart(10)}${'start'.padStart(8)}${'to bare'.padStart(8)}`;
  const foot = `${'bare function'.padEnd(38)}${`${bare.toFixed(0)} ms`.padStart(8)}`;
  return { lines: [head, ...lines, foot], excesses };
}

import { alignColumns } from './align-columns.ts';
import {
  describeMedians,
  formatNumber,
  medianOf,
  ratioOf,
  resultsHeader,
} from './compare-results.ts';
import type { Contender } from './contender.ts';
import { measureRounds, type Results, type Ring } from './measure-rounds.ts';
import type { BenchTable } from './measure-table.ts';

/** A way to back up or to restore a table. */
export interface TableContender extends Contender {
  /** Bytes of the backup on the disk. */
  readonly readSize: () => number;
}

/** The results of a contender, and the bytes of its backup on the disk. */
export interface TableResults extends Results {
  readonly size: number;
}

/** The table of medians beside the contender `ours`; MB are those of the rows as the server sends them. */
function describeResults(all: readonly TableResults[], table: BenchTable, ours: string): string[] {
  const reference = all.find(({ name }) => name === ours);
  if (reference === undefined) return [];
  const describe = (results: TableResults) => [
    ...describeMedians(results, table.rows),
    formatNumber(table.bytes / 1e6 / medianOf(results, ({ wallSeconds }) => wallSeconds), 1),
    formatNumber(results.size / 1e6, 1),
    `${formatNumber(ratioOf(results, reference), 2)} x`,
  ];
  const header = [...resultsHeader, 'MB/s', 'MB on disk', `to ${ours}`];
  return alignColumns([header, ...all.map(describe)]);
}

/** Measures the contenders on a table in turns, of which `ours` is the one to compare with, and prints their medians. */
export async function measureOnTable(
  ring: Ring,
  table: BenchTable,
  contenders: readonly TableContender[],
  { runs, ours }: { readonly runs: number; readonly ours: string },
): Promise<TableResults[]> {
  const size = `${table.rows.toLocaleString('en')} rows, ${(table.bytes / 1e6).toFixed(1)} MB`;
  console.log(`\n${table.table}, ${size}:`);
  const results = await measureRounds(ring, contenders, runs);
  const sized = contenders.flatMap(({ name, readSize }) =>
    results.filter((each) => each.name === name).map((each) => ({ ...each, size: readSize() })),
  );
  console.log(`\nMedians (rounds: ${runs}; the Python script: 1):\n`);
  for (const line of describeResults(sized, table, ours)) console.log(line);
  return sized;
}

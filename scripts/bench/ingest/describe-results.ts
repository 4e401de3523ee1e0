import { alignColumns } from '../align-columns.ts';
import { median } from '../median.ts';
import type { Results, Run } from './measure-rounds.ts';

/** What ingest is held to: times of the named contenders, the first over the second. */
const promises = [
  { of: 'ingest-drop', over: 'LOAD DATA', most: 1.0 },
  { of: 'script, fromisoformat', over: 'ingest-drop', least: 3.0 },
  { of: 'script, strptime', over: 'ingest-drop', least: 3.0 },
] as const;

const number = (value: number, digits: number) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const medianOf = ({ runs }: Results, value: (run: Run) => number) => median(runs.map(value));

/** The median of the rounds' ratios: what slows a whole round down cancels out. */
function ratioOf(left: Results, right: Results): number {
  return median(
    left.runs.map((run, round) => run.wallSeconds / (right.runs[round]?.wallSeconds ?? Number.NaN)),
  );
}

function describeRow(results: Results, reference: Results, rows: number): string[] {
  const seconds = medianOf(results, ({ wallSeconds }) => wallSeconds);
  const times = results.runs.map(({ wallSeconds }) => wallSeconds);
  const server = medianOf(results, ({ serverCpuSeconds }) => serverCpuSeconds ?? Number.NaN);
  return [
    results.name,
    number(seconds, 2),
    `${number(Math.min(...times), 2)}-${number(Math.max(...times), 2)}`,
    number(rows / seconds, 0),
    number(
      medianOf(results, ({ cpuSeconds }) => cpuSeconds),
      2,
    ),
    Number.isNaN(server) ? '?' : number(server, 2),
    number(Math.max(...results.runs.map(({ peakMib }) => peakMib)), 0),
    `${number(ratioOf(results, reference), 2)} x`,
  ];
}

const header = [
  '',
  'seconds',
  'least-most',
  'rows/s',
  'own CPU s',
  'server CPU s',
  'peak MiB',
  'to LOAD DATA',
];

/** The table of medians; `rows` is how many good rows the file has. */
export function describeResults(all: readonly Results[], rows: number): string[] {
  const reference = all.find(({ name }) => name === 'LOAD DATA');
  if (reference === undefined) return [];
  const remarks = all.flatMap(({ remark }) => remark ?? []);
  return [
    ...alignColumns([header, ...all.map((each) => describeRow(each, reference, rows))]),
    ...remarks,
  ];
}

/** A sentence for each promise that could be looked at, and whether it holds. */
export function judgeResults(all: readonly Results[]): { text: string; holds: boolean }[] {
  return promises.flatMap(({ of, over, ...limit }) => {
    const [left, right] = [of, over].map((name) => all.find((each) => each.name === name));
    if (left === undefined || right === undefined) return [];
    const ratio = ratioOf(left, right);
    const holds = 'most' in limit ? ratio <= limit.most : ratio >= limit.least;
    const wanted = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`;
    const verdict = holds ? 'holds' : 'DOES NOT HOLD';
    return [
      { text: `${of} / ${over}: ${number(ratio, 2)}, promised ${wanted}: ${verdict}`, holds },
    ];
  });
}

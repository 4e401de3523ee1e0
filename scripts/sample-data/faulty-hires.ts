import { makeName } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { departments, jobs } from './reference-rows.ts';
import { type HireCells, type SampleFault, spoilers } from './spoil-hire.ts';

export interface FaultyHiresOptions {
  /** Records in the file, good and faulty. */
  readonly hires: number;
  /** The same seed gives the same bytes. */
  readonly seed: number;
  /** Share of faulty records, below one half; they are spread evenly. */
  readonly faultyShare?: number;
}

export interface HiresPart {
  /** The next bytes of the CSV file: no header, `\n`, columns in the table's order. */
  readonly csv: Buffer;
  /** The good records among them for LOAD DATA with its default format: tabs, backslash escapes. */
  readonly cleanTsv: Buffer;
}

export interface ExpectedHires {
  readonly read: number;
  readonly clean: number;
  readonly rejected: number;
  /** Faulty records by their one fault. */
  readonly byCode: Readonly<Record<SampleFault, number>>;
}

const partRecords = 5_000;
/** Each one makes a reader look ahead for the closing quote. */
const mostUnterminated = 20;
const firstMoment = Date.UTC(2018, 0, 1);
const mainYear = Date.UTC(2021, 0, 1);
const lastMoment = Date.UTC(2024, 0, 1);
const yearSeconds = 365 * 86_400;

const commonFaults = Object.keys(spoilers).filter(
  (code) => code !== 'unterminated-quote',
) as SampleFault[];

function makeMoment(random: Random): string {
  const milliseconds = random.chance(0.7)
    ? mainYear + random.below(yearSeconds) * 1000
    : firstMoment + random.below((lastMoment - firstMoment) / 1000) * 1000;
  return new Date(milliseconds).toISOString().slice(0, 19);
}

const quoteCell = (text: string) =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const escapeTsv = (text: string) => text.replaceAll('\n', '\\n');

/** Which records are faulty, and how: the same share in every stretch, each code in its turn. */
function planFaults(hires: number, share: number) {
  const faulty = Math.floor(hires * share);
  const gap = Math.max(commonFaults.length + 1, Math.ceil(faulty / mostUnterminated));
  const isFaulty = (index: number) => Math.floor(index * share) !== Math.floor((index + 1) * share);
  const codeOf = (index: number): SampleFault => {
    const turn = Math.floor(index * share);
    if (turn % gap === gap - 1) return 'unterminated-quote';
    return commonFaults[turn % commonFaults.length] ?? 'missing-value';
  };
  return { isFaulty, codeOf };
}

/**
 * Makes a file of hires, part by part, in memory that does not grow; returns what a right reader
 * counts in it. References are to the departments and jobs of reference-rows.ts.
 */
export function* faultyHires(options: FaultyHiresOptions): Generator<HiresPart, ExpectedHires> {
  const { hires, seed, faultyShare = 0.03 } = options;
  const random = createRandom(seed);
  const { isFaulty, codeOf } = planFaults(hires, faultyShare);
  const byCode = Object.fromEntries(Object.keys(spoilers).map((code) => [code, 0])) as Record<
    SampleFault,
    number
  >;
  /** The id of a good record before `index`: the first is good, and no two faulty ones are neighbours. */
  const takenId = (index: number) => {
    const other = random.below(index);
    return String(isFaulty(other) ? other : other + 1);
  };
  let rejected = 0;
  for (let start = 0; start < hires; start += partRecords) {
    let csv = '';
    let cleanTsv = '';
    for (let index = start; index < Math.min(start + partRecords, hires); index++) {
      const id = String(index + 1);
      const name = makeName(random);
      const moment = makeMoment(random);
      const department = String(random.pick(departments).id);
      const job = String(random.pick(jobs).id);
      const cells: HireCells = [id, quoteCell(name), `${moment}Z`, department, job];
      if (isFaulty(index)) {
        const code = codeOf(index);
        csv += `${spoilers[code](cells, random, takenId(index))}\n`;
        byCode[code]++;
        rejected++;
      } else {
        csv += `${cells.join(',')}\n`;
        cleanTsv += `${id}\t${escapeTsv(name)}\t${moment.replace('T', ' ')}\t${department}\t${job}\n`;
      }
    }
    yield { csv: Buffer.from(csv, 'latin1'), cleanTsv: Buffer.from(cleanTsv, 'latin1') };
  }
  return { read: hires, clean: hires - rejected, rejected, byCode };
}

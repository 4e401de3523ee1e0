import { parseArgs } from 'node:util';
import { writeSampleData } from './write-sample-data.ts';

const usage = `npm run sample-data -- --out DIR [--hires 2000] [--seed 2021]

Writes departments.csv, jobs.csv and hired_employees.csv; the same seed gives the same files.`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      hires: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '2021' },
    },
  });
  const { out, hires, seed } = values;
  if (out === undefined || !/^\d{1,9}$/.test(hires) || !/^\d{1,9}$/.test(seed)) {
    throw new Error(usage);
  }
  return { out, hires: Number(hires), seed: Number(seed) };
}

try {
  const { out, ...options } = readArguments();
  const { read, rejected, byCode } = await writeSampleData(out, options);
  const counts = Object.entries(byCode).map(([code, count]) => `${code} ${count}`);
  console.log(`Wrote ${read} hires to ${out}, ${rejected} of them faulty: ${counts.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

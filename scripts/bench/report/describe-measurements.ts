import { alignColumns } from '../align-columns.ts';
import type { Measurement } from './measure-report.ts';

/** The ratio that the reports are to reach. */
const leastRatio = 10;

const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

const header = [
  'report',
  'year',
  'hires of the year',
  'usual query',
  'the same on our index',
  'report-hiring',
  'ratio',
];

const ratioOf = ({ usualMs, reportMs }: Measurement) => usualMs / reportMs;

/** What is not as it must be, a sentence each. */
export function listShortfalls(measurements: readonly Measurement[]): string[] {
  return measurements.flatMap((measurement) => {
    const { report, year, plan, hasSameRows } = measurement;
    const ratio = ratioOf(measurement);
    const place = `${report} of ${year}`;
    return [
      ...(ratio < leastRatio
        ? [`${place} is ${ratio.toFixed(1)} x as fast as the usual query, below ${leastRatio} x.`]
        : []),
      ...(plan.isIndexOnly ? [] : [`${place} reads more than an index, or sorts.`]),
      ...(hasSameRows ? [] : [`${place} has other rows than the usual query.`]),
    ];
  });
}

/** The table of medians, and how the server reads for each report. */
export function describeMeasurements(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => [
    measurement.report,
    String(measurement.year),
    measurement.hires.toLocaleString('en'),
    ...[measurement.usualMs, measurement.usualOnIndexMs, measurement.reportMs].map(milliseconds),
    `${ratioOf(measurement).toFixed(1)} x`,
  ]);
  const plans = measurements.map(
    ({ report, year, plan }) => `  ${report} ${year}, by ${plan.how}: ${plan.text}`,
  );
  return [
    ...alignColumns([header, ...rows]),
    '',
    'How report-hiring reads (EXPLAIN):',
    ...plans,
  ].join('\n');
}

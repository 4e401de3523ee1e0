import { type CellFault, refuse } from './cell-fault.ts';
import { compileDateFormat } from './date-format.ts';
import { isoForms, readIsoMoment } from './iso-moment.ts';
import { explainImpossible, type Moment, toUtc } from './moment.ts';

/** What tables.yaml adds to a column of dates. */
export interface DateRules {
  readonly date_formats: readonly string[];
  readonly not_in_future: boolean;
}

const firstYear = 1000;
const lastYear = 9999;

/**
 * Makes a reader of moments, in UTC. The formats of tables.yaml come before ISO 8601, and the first
 * whose shape fits decides, so that one text never means two days. Years outside 1000..9999 are
 * refused: MySQL documents no others.
 */
export function compileMoment(formats: readonly string[]): (cell: string) => Moment | CellFault {
  const readers = [...formats.map(compileDateFormat), readIsoMoment];
  const forms = [...formats, isoForms].join('; ');
  return (cell) => {
    let moment: Moment | undefined;
    for (const read of readers) {
      moment = read(cell);
      if (moment !== undefined) break;
    }
    if (moment === undefined)
      return refuse('bad-date', cell, `is not a date in a known form (${forms})`);
    const impossible = explainImpossible(moment);
    if (impossible !== undefined) return refuse('bad-date', cell, impossible);
    const utc = toUtc(moment);
    if (utc.year < firstYear || utc.year > lastYear) {
      return refuse('out-of-range', cell, `has a year outside ${firstYear} to ${lastYear}`);
    }
    return utc;
  };
}

import type { Column } from '../contract.ts';
import { type CellFault, refuse, type ValueCheck } from './cell-fault.ts';
import { compileMoment, type DateRules } from './date-rules.ts';
import { secondText } from './moment.ts';
import { readPlainSecond } from './plain-second.ts';

/** MySQL's TIMESTAMP counts 32-bit seconds; the first is reserved. */
const firstTimestamp = '1970-01-01 00:00:01';
const lastTimestamp = '2038-01-19 03:14:07';

function compileBounds(
  column: Column,
  rules: DateRules,
  now: Date,
): (text: string, cell: string) => string | CellFault {
  const isTimestamp = column.kind === 'timestamp';
  const present = now.toISOString().replace('T', ' ').slice(0, -1);
  return (text, cell) => {
    if (isTimestamp && (text < firstTimestamp || text.slice(0, 19) > lastTimestamp)) {
      return refuse(
        'out-of-range',
        cell,
        `is not between ${firstTimestamp} and ${lastTimestamp} UTC`,
      );
    }
    if (rules.not_in_future && text > present)
      return refuse('out-of-range', cell, 'lies in the future');
    return text;
  };
}

/**
 * DATETIME and TIMESTAMP, in UTC: a moment without an offset is UTC, one with an offset is
 * converted, a bare date is its midnight. Digits of a second's fraction that the column can't hold
 * are out of range unless they are zeros.
 */
export function compileDatetime(column: Column, rules: DateRules, now: Date): ValueCheck {
  const { fraction: places = 0 } = column;
  const read = compileMoment(rules.date_formats);
  const bound = compileBounds(column, rules, now);
  const noFraction = places === 0 ? '' : `.${'0'.repeat(places)}`;
  const isQuick = rules.date_formats.length === 0;

  return (cell) => {
    const plain = isQuick ? readPlainSecond(cell) : undefined;
    if (plain !== undefined) return bound(plain + noFraction, cell);
    const moment = read(cell);
    if ('code' in moment) return moment;
    if (moment.fraction.length > places) {
      return refuse('out-of-range', cell, `has more than ${places} digits of a second's fraction`);
    }
    const fraction = places === 0 ? '' : `.${moment.fraction.padEnd(places, '0')}`;
    return bound(secondText(moment) + fraction, cell);
  };
}

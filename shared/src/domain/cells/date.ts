import { refuse, type ValueCheck } from './cell-fault.ts';
import { compileMoment, type DateRules } from './date-rules.ts';
import { dayText } from './moment.ts';

/**
 * DATE: a day. A time of day is taken where it is midnight UTC, and refused otherwise, since the
 * column would lose it. `not_in_future` compares with the day it is in UTC.
 */
export function compileDate(rules: DateRules, now: Date): ValueCheck {
  const read = compileMoment(rules.date_formats);
  const latest = rules.not_in_future ? now.toISOString().slice(0, 10) : '9999-12-31';
  return (cell) => {
    const moment = read(cell);
    if ('code' in moment) return moment;
    const { hour, minute, second, fraction } = moment;
    if (hour + minute + second > 0 || fraction !== '') {
      return refuse('bad-date', cell, "has a time of day in UTC, which a date can't hold");
    }
    const text = dayText(moment);
    return text > latest ? refuse('out-of-range', cell, 'lies in the future') : text;
  };
}

import * as z from 'zod';
import { isoForms, readIsoMoment } from '../cells/iso-moment.ts';
import { explainImpossible, secondText, toUtc } from '../cells/moment.ts';

/**
 * A moment as every answer writes it: `2023-05-04 11:00:00`, UTC, with a fraction of up to six
 * digits where there is one. Later moments are greater texts.
 */
export type DateTime = string;

const mostFractionDigits = 6;

/** Reads ISO 8601 and its usual relatives; without an offset it is UTC. A text says what is wrong. */
export function readDateTime(text: string): { value: DateTime } | { fault: string } {
  const moment = readIsoMoment(text.trim());
  if (moment === undefined) return { fault: `is not a date and time (${isoForms})` };
  const impossible = explainImpossible(moment);
  if (impossible !== undefined) return { fault: impossible };
  if (moment.fraction.length > mostFractionDigits) return { fault: 'is finer than a microsecond' };
  const utc = toUtc(moment);
  if (utc.year < 1 || utc.year > 9999) return { fault: 'is not in the years 1 to 9999' };
  const second = secondText(utc);
  return { value: moment.fraction === '' ? second : `${second}.${moment.fraction}` };
}

/** The same moment as a `Date`, to the millisecond. */
export function toDate(text: DateTime): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}

/** Writes a moment to the whole second, which is as exact as people record one. */
export function dateTimeOf(date: Date): DateTime {
  return date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

/** A moment on the wire, read as `readDateTime` does. */
export const dateTimeSchema = z
  .string('A date and time must be text, like 2023-05-04 11:00:00.')
  .transform((text, context) => {
    const read = readDateTime(text);
    if ('value' in read) return read.value;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${read.fault}.` });
    return z.NEVER;
  });

/** The same in a query, as ISO 8601 in UTC. */
export const momentParameter = dateTimeSchema.transform((text) => `${text.replace(' ', 'T')}Z`);

import type { Column } from '../contract.ts';

/** A moment as the canonical text of a DATE, DATETIME or TIMESTAMP, in UTC; cut to what the column holds. */
export function momentText({ kind, fraction = 0 }: Column, moment: Date): string {
  const text = moment.toISOString();
  if (kind === 'date') return text.slice(0, 10);
  const seconds = text.slice(0, 19).replace('T', ' ');
  if (fraction === 0) return seconds;
  return `${seconds}.${text.slice(20, 23).padEnd(6, '0').slice(0, fraction)}`;
}

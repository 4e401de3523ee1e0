const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysToEpoch = 719_528;

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days before the first of January of a year from 0 on, in the proleptic Gregorian calendar. */
function daysBeforeYear(year: number): number {
  if (year === 0) return 0;
  const past = year - 1;
  return 365 * year + 1 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** Days from 1970-01-01 to a day of the calendar; those before are negative. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return daysBeforeYear(year) + (daysBefore[month - 1] ?? 0) + leapDay + day - 1 - daysToEpoch;
}

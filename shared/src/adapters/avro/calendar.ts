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

const daysInEra = 146_097;
const marchBeforeEpoch = 719_468;

/**
 * The day that lies so many days after 1970-01-01, as the number YYYYMMDD; it counts years from
 * March, so that the leap day is a year's last, in eras of 400 years.
 */
export function dayNumber(daysSince1970: number): number {
  const days = daysSince1970 + marchBeforeEpoch;
  const era = Math.floor(days / daysInEra);
  const dayOfEra = days - era * daysInEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return (year * 100 + month) * 100 + day;
}

/** The first and the last day that MySQL can write, as days since 1970-01-01. */
export const firstDay = daysSinceEpoch(0, 1, 1);
export const lastDay = daysSinceEpoch(9999, 12, 31);

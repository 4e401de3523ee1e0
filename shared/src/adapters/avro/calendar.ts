// The proleptic Gregorian calendar. Years are counted from March, so that the leap day is a year's
// last, in eras of 400 years, which all have as many days.

const yearsInEra = 400;
const daysInEra = 146_097;
/** From the first of March of the year 0 to the first of January 1970. */
const daysToEpoch = 719_468;

/** Days of an era before one of its years. */
const daysBeforeYear = (year: number) => 365 * year + Math.floor(year / 4) - Math.floor(year / 100);

/** Days of a year before a month, of which March is 0: five months always have 153 days. */
const daysBeforeMonth = (month: number) => Math.floor((153 * month + 2) / 5);

/** Days from 1970-01-01 to a day of the calendar; those before are negative. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / yearsInEra);
  const dayOfYear = daysBeforeMonth((month + 9) % 12) + day - 1;
  const dayOfEra = daysBeforeYear(marchYear - era * yearsInEra) + dayOfYear;
  return era * daysInEra + dayOfEra - daysToEpoch;
}

/** The day that lies so many days after 1970-01-01, as the number YYYYMMDD. */
export function dayNumber(daysSince1970: number): number {
  const days = daysSince1970 + daysToEpoch;
  const era = Math.floor(days / daysInEra);
  const dayOfEra = days - era * daysInEra;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - daysBeforeMonth(marchMonth) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * yearsInEra + yearOfEra + (month <= 2 ? 1 : 0);
  return (year * 100 + month) * 100 + day;
}

/** The first and the last day that MySQL can write, as days since 1970-01-01. */
export const firstDay = daysSinceEpoch(0, 1, 1);
export const lastDay = daysSinceEpoch(9999, 12, 31);

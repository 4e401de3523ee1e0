import {
  dayNumber,
  daysSinceEpoch,
  firstDay,
  lastDay,
} from '../../../shared/src/adapters/avro/calendar.ts';

const millisecondsADay = 86_400_000;

/** Every day of 400 years, after which the calendar repeats itself, and some of all others. */
function* someDays(): Generator<number> {
  for (let days = 0; days <= 146_097; days++) yield days;
  for (let days = firstDay; days <= lastDay; days += 17) yield days;
}

it('the calendar knows the days of the years 0 to 9999', () => {
  const wrong: number[] = [];
  for (const days of someDays()) {
    const date = new Date(days * millisecondsADay);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const isRight =
      dayNumber(days) === (year * 100 + month) * 100 + day &&
      daysSinceEpoch(year, month, day) === days;
    if (!isRight) wrong.push(days);
  }
  expect(wrong).toEqual([]);
  expect([dayNumber(firstDay), dayNumber(0), dayNumber(lastDay)]).toEqual([
    101, 19700101, 99991231,
  ]);
});

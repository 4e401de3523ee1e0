import { dateTimeOf, readDateTime, toDate } from '../../../shared/src/domain/tracking/date-time.ts';

describe('a moment on the wire', () => {
  it.each([
    ['2023-05-04 11:00:00', '2023-05-04 11:00:00'],
    ['2023-05-04T11:00:00Z', '2023-05-04 11:00:00'],
    ['2023-05-04T11:00:00.250Z', '2023-05-04 11:00:00.25'],
    ['2023-05-04T01:30:00+02:00', '2023-05-03 23:30:00'],
    ['2023-05-04', '2023-05-04 00:00:00'],
    ['2023-05-04T11:00:00.123456', '2023-05-04 11:00:00.123456'],
  ])('%j is %j', (text, value) => {
    expect(readDateTime(text)).toEqual({ value });
  });

  it.each([
    ['04/05/2023', /is not a date and time/],
    ['2023-02-30 00:00:00', /is not a day of the calendar/],
    ['2023-05-04 24:00:00', /is not a time of day/],
    ['2023-05-04 11:00:00.1234567', /finer than a microsecond/],
    ['9999-12-31T23:59:59-01:00', /years 1 to 9999/],
    ['', /is not a date and time/],
  ])('%j is refused: %s', (text, fault) => {
    expect(readDateTime(text)).toEqual({ fault: expect.stringMatching(fault) });
  });

  it('is the same as a Date', () => {
    expect(toDate('2023-05-04 11:00:00.5').toISOString()).toBe('2023-05-04T11:00:00.500Z');
    expect(dateTimeOf(new Date('2023-05-04T11:00:00.999Z'))).toBe('2023-05-04 11:00:00');
  });
});

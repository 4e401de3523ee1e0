import type { RowBuffer } from '../../../domain/packing/row-buffer.ts';
import { dayNumber, firstDay, lastDay } from '../calendar.ts';
import type { AvroCursor } from './avro-cursor.ts';
import { appendDigits } from './decode-integer.ts';
import type { DecodeValue } from './decode-value.ts';

const dash = 45;
const colon = 58;
const space = 32;
const point = 46;
const longest = 'YYYY-MM-DD HH:MM:SS.ffffff'.length;
const secondsADay = 86_400;
const micros = 6;

/** Units a second, by the logical type of a moment. */
export const momentUnits: Readonly<Record<string, number>> = {
  'timestamp-millis': 1000,
  'timestamp-micros': 1_000_000,
  'local-timestamp-millis': 1000,
  'local-timestamp-micros': 1_000_000,
};

function appendMark(rows: RowBuffer, mark: number): void {
  rows.bytes[rows.length++] = mark;
}

/** Appends `YYYY-MM-DD`. */
export function appendDay(rows: RowBuffer, days: number): void {
  if (!(days >= firstDay && days <= lastDay)) {
    throw new Error('is a day outside the years 0 to 9999');
  }
  const number = dayNumber(days);
  rows.reserve(longest);
  appendDigits(rows, Math.floor(number / 10_000), 4);
  appendMark(rows, dash);
  appendDigits(rows, Math.floor(number / 100) % 100, 2);
  appendMark(rows, dash);
  appendDigits(rows, number % 100, 2);
}

function appendTime(rows: RowBuffer, second: number): void {
  appendDigits(rows, Math.floor(second / 3600), 2);
  appendMark(rows, colon);
  appendDigits(rows, Math.floor(second / 60) % 60, 2);
  appendMark(rows, colon);
  appendDigits(rows, second % 60, 2);
}

/** The whole seconds of a count of units, and what is left of it, which is never negative. */
function splitSeconds(from: AvroCursor, units: number): { seconds: number; rest: number } {
  const value = from.readLong();
  if (!Number.isNaN(value)) {
    const seconds = Math.floor(value / units);
    return { seconds, rest: value - seconds * units };
  }
  const long = from.readBigLong();
  const rest = ((long % BigInt(units)) + BigInt(units)) % BigInt(units);
  return { seconds: Number((long - rest) / BigInt(units)), rest: Number(rest) };
}

/** A date: days since 1970-01-01. */
export const decodeDate: DecodeValue = (from, rows) => appendDay(rows, from.readLong());

/**
 * A timestamp of a logical type, as UTC shows it, for a DATETIME or TIMESTAMP; digits of a second's
 * fraction that the column does not have must be zeros.
 */
export function decodeMoment(logicalType: string, fraction: number): DecodeValue {
  const units = momentUnits[logicalType] ?? 1;
  const microsAUnit = 1_000_000 / units;
  const lost = 10 ** (micros - fraction);
  return (from, rows) => {
    const { seconds, rest } = splitSeconds(from, units);
    const decimals = rest * microsAUnit;
    if (decimals % lost !== 0) {
      throw new Error(`has more than ${fraction} digits of a second's fraction`);
    }
    const day = Math.floor(seconds / secondsADay);
    appendDay(rows, day);
    appendMark(rows, space);
    appendTime(rows, seconds - day * secondsADay);
    if (fraction === 0) return;
    appendMark(rows, point);
    appendDigits(rows, decimals / lost, fraction);
  };
}

import { RowBuffer } from '../../../domain/packing/row-buffer.ts';
import type { ValueType } from '../value-type.ts';
import { decodeDate, decodeMoment } from './decode-moment.ts';
import { readUtf8 } from './decode-text.ts';
import type { DecodeValue, ReadText } from './decode-value.ts';
import { readDecimal } from './read-decimal.ts';
import type { ValueForm } from './value-form.ts';

const secondsADay = 86_400;

function throughRow(decode: DecodeValue): ReadText {
  const row = new RowBuffer(64);
  return (from) => {
    row.length = 0;
    decode(from, row);
    return Buffer.from(row.written()).toString('latin1');
  };
}

function readTimeOfDay({ logicalType }: ValueType): ReadText {
  const units = logicalType === 'time-millis' ? 1000 : 1_000_000;
  return (from) => {
    const value = from.readLong();
    if (!(value >= 0 && value < secondsADay * units)) throw new Error('is not a time of day');
    const second = Math.floor(value / units);
    const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
    const fraction = String((value % units) * (1_000_000 / units)).padStart(6, '0');
    return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}.${fraction}`;
  };
}

function readSymbol({ symbols = [] }: ValueType): ReadText {
  return (from) => {
    const symbol = symbols[from.readLong()];
    if (symbol === undefined) throw new Error("is none of its enum's symbols");
    return symbol;
  };
}

const readers: Readonly<
  Record<Exclude<ValueForm, 'bytes' | 'fraction'>, (type: ValueType) => ReadText>
> = {
  whole: () => (from) => {
    const value = from.readLong();
    return String(Number.isNaN(value) ? from.readBigLong() : value);
  },
  truth: () => (from) => (from.readBoolean() ? '1' : '0'),
  decimal: readDecimal,
  day: () => throughRow(decodeDate),
  moment: ({ logicalType = '' }) => throughRow(decodeMoment(logicalType, 6)),
  time: readTimeOfDay,
  text: () => (from) => Buffer.from(readUtf8(from)).toString(),
  symbol: readSymbol,
};

/** Reads a value as text, as a cell of a CSV file would have it. */
export const readText = (form: keyof typeof readers, type: ValueType): ReadText =>
  readers[form](type);

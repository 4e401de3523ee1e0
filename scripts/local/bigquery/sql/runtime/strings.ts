import { Refusal } from './refusal.ts';

const whiteSpace = /[\p{White_Space}]/u;

const index = (position: bigint, size: number) =>
  position > BigInt(size) ? size : position < -BigInt(size) ? -size : Number(position);

/** SUBSTR: positions from 1, or from the end when negative; 0 is the first, too. */
export function substr(text: string, position: bigint, length: bigint): string {
  if (length < 0n) throw new Refusal('Third argument in SUBSTR() cannot be negative');
  const characters = [...text];
  const size = characters.length;
  if (position > BigInt(size)) return '';
  const at = index(position, size);
  const start = at > 0 ? at - 1 : at < 0 ? size + at : 0;
  const end = length > BigInt(size) ? size : start + Number(length);
  return characters.slice(start, end).join('');
}

function notNegative(length: bigint, name: string): number {
  if (length < 0n) throw new Refusal(`Second argument in ${name}() cannot be negative`);
  return length > 2_147_483_647n ? 2_147_483_647 : Number(length);
}

export const left = (text: string, length: bigint) =>
  [...text].slice(0, notNegative(length, 'LEFT')).join('');

export function right(text: string, length: bigint): string {
  const characters = [...text];
  return characters.slice(Math.max(0, characters.length - notNegative(length, 'RIGHT'))).join('');
}

export const reverse = (text: string) => [...text].reverse().join('');

const largest = 1_048_576;

function checkSize(size: number, name: string): void {
  if (size > largest) throw new Refusal(`Output of ${name} exceeds max allowed output size of 1MB`);
}

export function repeat(text: string, count: bigint): string {
  if (count < 0n) throw new Refusal('Second argument in REPEAT() cannot be negative');
  checkSize(Buffer.byteLength(text) * Number(count), 'REPEAT');
  return text.repeat(Number(count));
}

function padding(text: string, width: bigint, filler: string, name: string): string {
  if (width < 0n) throw new Refusal(`Second argument (output size) for ${name} cannot be negative`);
  const wanted = Number(width) - [...text].length;
  if (filler === '') throw new Refusal(`Third argument (pad pattern) for ${name} cannot be empty`);
  if (wanted <= 0) return '';
  checkSize(wanted, name);
  const pattern = [...filler];
  return Array.from({ length: wanted }, (_, at) => pattern[at % pattern.length]).join('');
}

const cut = (text: string, width: bigint) => [...text].slice(0, Number(width)).join('');

export const lpad = (text: string, width: bigint, filler: string) => {
  const pad = padding(text, width, filler, 'LPAD');
  return cut(pad + text, width);
};
export const rpad = (text: string, width: bigint, filler: string) =>
  cut(text + padding(text, width, filler, 'RPAD'), width);

/** Takes off characters at either end while they belong to the set. */
function strip(
  text: string,
  isTaken: (character: string) => boolean,
  ends: 'both' | 'left' | 'right',
): string {
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (ends !== 'right' && start < end && isTaken(characters[start] ?? '')) start += 1;
  while (ends !== 'left' && end > start && isTaken(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
}

const isBlank = (character: string) => whiteSpace.test(character);
export const trim = (text: string) => strip(text, isBlank, 'both');
export const ltrim = (text: string) => strip(text, isBlank, 'left');
export const rtrim = (text: string) => strip(text, isBlank, 'right');

const stripSet = (ends: 'both' | 'left' | 'right') => (text: string, set: string) => {
  const taken = new Set(set);
  return strip(text, (character) => taken.has(character), ends);
};
export const trimOf = stripSet('both');
export const ltrimOf = stripSet('left');
export const rtrimOf = stripSet('right');

/** A pattern of LIKE, in which a backslash has to have a character after it. */
export function likePattern(pattern: string): string {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern))
    throw new Refusal('LIKE pattern ends with a backslash');
  return pattern;
}

/** The position of the first occurrence, from 1; 0 for none. */
export function strpos(text: string, part: string): bigint {
  const at = text.indexOf(part);
  return at < 0 ? 0n : BigInt([...text.slice(0, at)].length + 1);
}

/** An empty part occurs nowhere. */
export const replace = (text: string, from: string, to: string) =>
  from === '' ? text : text.split(from).join(to);

/** The pieces as JSON, which DuckDB makes a list of. Without a delimiter, the characters. */
export const split = (text: string, by: string) =>
  JSON.stringify(text === '' ? [''] : by === '' ? [...text] : text.split(by));

export const hexDigits = (text: string) => {
  if (!/^[0-9a-fA-F]*$/.test(text))
    throw new Refusal(`Failed to decode invalid hexadecimal string: ${text}`);
  return text.length % 2 === 1 ? `0${text}` : text;
};

export const base64Digits = (text: string) => {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new Refusal('Failed to decode invalid base64 string');
  }
  return text;
};

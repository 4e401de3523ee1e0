import { Refusal } from './refusal.ts';

/** ERROR('…'); it never answers. */
export function raise(message: string): string {
  throw new Refusal(message);
}

export function notNegative(value: bigint): bigint {
  if (value < 0n) throw new Refusal('Expected a value that is not negative');
  return value;
}

export function positive(value: bigint): bigint {
  if (value <= 0n) throw new Refusal('Expected a value that is greater than zero');
  return value;
}

export function step(value: bigint): bigint {
  if (value === 0n) throw new Refusal('Sequence step cannot be 0.');
  return value;
}

/** A position in a list of DuckDB, from 1, of one that is counted from `first`. */
export function position(index: bigint, first: bigint, length: bigint): bigint {
  const from1 = index - first + 1n;
  if (from1 < 1n || from1 > length) throw new Refusal(`Array index ${index} is out of bounds`);
  return from1;
}

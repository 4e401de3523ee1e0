import { randomInt } from 'node:crypto';

const letters = 36;
const length = 6;

/** Six lower-case letters or digits that tell apart what happens at the same time. */
export function makeSetSuffix(): string {
  return randomInt(letters ** length)
    .toString(letters)
    .padStart(length, '0');
}

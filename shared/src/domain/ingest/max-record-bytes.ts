import type { Column, Contract } from '../contract.ts';

const least = 64 * 1024;
/** What a server takes in one packet by default (max_allowed_packet of MariaDB). */
const most = 16 * 1024 * 1024;
const bytesOfOther = 256;

/** Most bytes that a good cell of the column takes in a file: every character quoted and of four bytes. */
function cellBytes({ maxBytes, maxCharacters, members }: Column): number {
  if (members) return 2 * members.join(',').length + bytesOfOther;
  return 2 * Math.max(maxBytes ?? 0, 4 * (maxCharacters ?? 0), bytesOfOther);
}

/**
 * A record of more bytes than this holds no row of the table, so reading may give it up: it bounds
 * the memory of a load and how far a stray quote reaches. 64 KiB to 16 MiB.
 */
export function maxRecordBytes(contract: Contract): number {
  const sum = contract.columns.reduce((total, column) => total + cellBytes(column) + 3, 0);
  return Math.min(Math.max(sum, least), most);
}

import { ApiError, invalid } from './api-error.ts';
import type { Content } from './stored-object.ts';

/** Checksums in base64 that a client says its bytes have. */
export interface GivenSums {
  readonly crc32c?: string | undefined;
  readonly md5Hash?: string | undefined;
}

/** Reads `x-goog-hash: crc32c=...,md5=...` and `content-md5`. */
export function readSumHeaders(headers: {
  readonly [name: string]: string | string[] | undefined;
}): GivenSums {
  const given: { crc32c?: string; md5Hash?: string } = {};
  const contentMd5 = headers['content-md5'];
  if (typeof contentMd5 === 'string') given.md5Hash = contentMd5;
  for (const item of String(headers['x-goog-hash'] ?? '').split(',')) {
    const [, algorithm, sum] = /^\s*(\w+)=(.+?)\s*$/.exec(item) ?? [];
    if (algorithm === 'crc32c') given.crc32c = sum as string;
    else if (algorithm === 'md5') given.md5Hash = sum as string;
    else if (item.trim() !== '')
      throw invalid(`x-goog-hash knows crc32c and md5, not ${item.trim()}.`);
  }
  return given;
}

/** Throws 400 when the bytes that arrived are not those the client meant. */
export function requireSums(content: Content, ...given: GivenSums[]) {
  for (const { crc32c, md5Hash } of given) {
    if (crc32c !== undefined && crc32c !== content.crc32c) {
      throw mismatch('CRC32C', crc32c, content.crc32c);
    }
    if (md5Hash !== undefined && md5Hash !== content.md5Hash) {
      throw mismatch('MD5', md5Hash, content.md5Hash ?? '');
    }
  }
}

const mismatch = (kind: string, given: string, found: string) =>
  new ApiError(
    400,
    'invalid',
    `Provided ${kind} hash "${given}" doesn't match calculated ${kind} hash "${found}".`,
  );

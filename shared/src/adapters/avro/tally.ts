import type { FileTotals } from '../../domain/backup/table-files.ts';
import { type ContentHashKind, contentHash } from './content-hash.ts';
import type { EncodedRows } from './encoded-rows.ts';

/** Counts and hashes rows that pass; `totals` is to be asked once, after the last of them. */
export interface Tally {
  add(rows: EncodedRows): void;
  totals(): FileTotals;
}

export function startTally(kind: ContentHashKind): Tally {
  const hash = contentHash(kind);
  let count = 0;
  return {
    add(rows) {
      count += rows.count;
      hash.add(rows);
    },
    totals: () => ({ rows: count, contentHash: hash.digest() }),
  };
}

/** The kind of a content hash that a manifest holds. */
export const kindOf = (content_hash: string): ContentHashKind =>
  content_hash.startsWith('ordered-') ? 'ordered-sha256' : 'multiset-sha256';

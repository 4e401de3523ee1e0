import { createHash, hash } from 'node:crypto';
import type { EncodedRows } from './encoded-rows.ts';

export type ContentHashKind = 'ordered-sha256' | 'multiset-sha256';

export interface ContentHash {
  add(rows: EncodedRows): void;
  /** `<kind>:<64 hexadecimal digits>` of all rows that were added; nothing can be added after. */
  digest(): string;
}

function orderedHash(): ContentHash {
  const sum = createHash('sha256');
  return {
    add: ({ bytes }) => void sum.update(bytes),
    digest: () => `ordered-sha256:${sum.digest('hex')}`,
  };
}

const words = 8;
/** So many 32-bit words can be added up before a number is not exact. */
const mostUncarried = 2 ** 20;

/** A number of 256 bits, the most significant word first, to which others are added modulo 2^256. */
class Sum256 {
  readonly #words = new Float64Array(words);
  #uncarried = 0;

  add(number: Buffer): void {
    for (let word = 0; word < words; word++) {
      this.#words[word] = (this.#words[word] ?? 0) + number.readUInt32BE(4 * word);
    }
    if (++this.#uncarried === mostUncarried) this.#carry();
  }

  hex(): string {
    this.#carry();
    return [...this.#words].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  #carry(): void {
    let carry = 0;
    for (let word = words - 1; word >= 0; word--) {
      const sum = (this.#words[word] ?? 0) + carry;
      this.#words[word] = sum % 2 ** 32;
      carry = Math.floor(sum / 2 ** 32);
    }
    this.#uncarried = 0;
  }
}

function multisetHash(): ContentHash {
  const sum = new Sum256();
  return {
    add({ bytes, ends }) {
      let from = 0;
      for (const end of ends) {
        sum.add(hash('sha256', bytes.subarray(from, end), 'buffer'));
        from = end;
      }
    },
    digest: () => `multiset-sha256:${sum.hex()}`,
  };
}

/**
 * The hash of a table's rows in Avro's encoding, which holds lengths and NULLs. Ordered is that of
 * all rows one behind the other, for tables whose primary key puts them in order; the multiset's is
 * the sum modulo 2^256 of each row's SHA-256, whatever their order.
 */
export function contentHash(kind: ContentHashKind): ContentHash {
  return kind === 'ordered-sha256' ? orderedHash() : multisetHash();
}

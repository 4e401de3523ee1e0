import { mayLoseDigits, parseExactly } from '@cutover/shared/domain/batch/exact-json.ts';

type Body = readonly unknown[] | { readonly rows: readonly unknown[] };

/** The rows of a batch with every digit of their numbers, which parsing the body may have rounded. */
export function exactRows(bytes: Uint8Array, rows: readonly unknown[]): readonly unknown[] {
  const text = new TextDecoder().decode(bytes);
  if (!mayLoseDigits(text)) return rows;
  const body = parseExactly(text) as Body;
  return 'rows' in body ? body.rows : body;
}

import { exactBody } from './exact-body.ts';

type Body = readonly unknown[] | { readonly rows: readonly unknown[] };

/** The rows of a batch with every digit of their numbers, which parsing the body may have rounded. */
export function exactRows(bytes: Uint8Array, rows: readonly unknown[]): readonly unknown[] {
  const body = exactBody<Body>(bytes, rows);
  return 'rows' in body ? body.rows : body;
}

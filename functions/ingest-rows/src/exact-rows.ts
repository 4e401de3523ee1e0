import { AppError } from '@cutover/shared/domain/app-error.ts';
import { mayLoseDigits, parseExactly } from '@cutover/shared/domain/batch/exact-json.ts';

function parse(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('invalid-request', 'The body is nested too deep.', { cause: error });
  }
}

/** The rows of a batch with every digit of their numbers, which parsing the body may have rounded. */
export function exactRows(bytes: Uint8Array, rows: readonly unknown[]): readonly unknown[] {
  const text = new TextDecoder().decode(bytes);
  if (!mayLoseDigits(text)) return rows;
  const body = parse(text) as readonly unknown[] | { readonly rows: readonly unknown[] };
  return 'rows' in body ? body.rows : body;
}

import type * as z from 'zod';
import { unknownCursor } from '../domain/page.ts';

/** The key of a page's last item as a cursor that nobody is tempted to write by hand. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor. Fails with `invalid-request` for whatever `writeCursor` has not made of such a key. */
export function readCursor<Key extends readonly string[]>(
  cursor: string,
  schema: z.ZodType<Key>,
): Key {
  const key = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (key.success && writeCursor(key.data) === cursor) return key.data;
  throw unknownCursor();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { OrderItem } from '../syntax/query.ts';
import type { Cursor } from './cursor.ts';

/** What follows ORDER BY. */
export function parseOrderItems(cursor: Cursor): OrderItem[] {
  return cursor.list(() => {
    const value = cursor.expression();
    if (cursor.isWord('COLLATE')) throw cursor.unsupported('COLLATE');
    const descending = cursor.acceptWord('DESC');
    if (!descending) cursor.acceptWord('ASC');
    if (cursor.acceptWord('NULLS', 'FIRST')) return { value, descending, nulls: 'FIRST' };
    if (cursor.acceptWord('NULLS', 'LAST')) return { value, descending, nulls: 'LAST' };
    return { value, descending, nulls: null };
  });
}

import * as z from 'zod';
import { isFault } from '../../../domain/cells/cell-fault.ts';
import { compileValueCheck } from '../../../domain/cells/value-check.ts';
import type { Column } from '../../../domain/contract.ts';
import { unknownCursor } from '../../../domain/page.ts';
import type { RowsRequest } from '../../../domain/rows/ports.ts';
import { readCursor, writeCursor } from '../../keyset-cursor.ts';

const noRules = { date_formats: [], not_in_future: false };

/** A canonical text of the column, and nothing else: so whatever a cursor is altered to is a place in the table, or refused. */
function textSchema(column: Column) {
  const check = compileValueCheck(column, noRules, new Date(0));
  const prefix = column.kind === 'binary' ? '0x' : '';
  return z.string().refine((text) => !isFault(check(prefix + text)));
}

const directionOf = ({ isDescending }: RowsRequest) => (isDescending ? 'desc' : 'asc');

/** The cursor of the page behind the row with this key. */
export function writePageCursor(request: RowsRequest, key: readonly string[]): string {
  return writeCursor([request.contract.table, directionOf(request), ...key]);
}

/** The key behind which a request begins; null at the beginning. Fails with `invalid-request` for a cursor of something else. */
export function readPageCursor(request: RowsRequest): readonly string[] | null {
  const { contract, key, cursor } = request;
  if (cursor === null) return null;
  if (key === null) throw unknownCursor();
  const place = [z.literal(contract.table), z.literal(directionOf(request))] as const;
  const schema: z.ZodType<readonly string[]> = z.tuple([...place, ...key.columns.map(textSchema)]);
  const [_table, _direction, ...texts] = readCursor(cursor, schema);
  return texts;
}

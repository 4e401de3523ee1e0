import { formatType, type GoogleType } from '../../google-type.ts';
import type { Context } from './context.ts';

/** Tables hold such columns, whose rows `tabledata.list` shows; statements can't work with them. */
export function refuseBignumeric(type: GoogleType, at: number, context: Context): void {
  if (formatType(type).includes('BIGNUMERIC')) throw context.unsupported(at, 'The type BIGNUMERIC');
}

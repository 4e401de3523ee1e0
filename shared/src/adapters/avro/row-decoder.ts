import { AppError } from '../../domain/app-error.ts';
import type { RowBuffer } from '../../domain/packing/row-buffer.ts';
import { AvroCursor } from './decode/avro-cursor.ts';
import type { EncodedRows } from './encoded-rows.ts';
import type { RowBlock } from './gather-blocks.ts';
import type { ColumnPlan, PlannedField } from './plan-columns.ts';

export interface RowDecoder {
  /**
   * Appends a block's rows to `into`, the plan's columns in its order. Answers the same rows with
   * their ends, for a hash. `invalid-object` names the row and the column of a value that is
   * damaged or that the column can't hold; what stands in `into` is then of no use.
   */
  decode(block: RowBlock, into: RowBuffer): EncodedRows;
}

function decodeField(field: PlannedField, from: AvroCursor, rows: RowBuffer): void {
  const branch = field.isUnion ? from.readLong() : 0;
  const decode = field.branches[branch];
  if (decode === undefined) throw new Error("is of none of its union's types");
  if (decode !== null) decode(from, rows);
  else if (field.column.nullable) rows.appendValue(null);
  else throw new Error('is NULL, and the column may not be');
}

function refuseValue(plan: ColumnPlan, row: number, field: PlannedField, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : 'can not be read';
  const { name } = field.column;
  const message = `In row ${row} of ${plan.file} the value of the column ${name} ${reason}.`;
  return new AppError('invalid-object', message, {
    cause: error,
    details: [{ at: name, message }],
  });
}

/** Makes the decoding of a file's blocks, one after the other, to the bytes that LOAD DATA takes. */
export function rowDecoder(plan: ColumnPlan): RowDecoder {
  let rowsBefore = 0;

  function decodeRow(from: AvroCursor, into: RowBuffer, row: number): void {
    for (const field of plan.fields) {
      try {
        decodeField(field, from, into);
      } catch (error) {
        throw refuseValue(plan, rowsBefore + row + 1, field, error);
      }
      into.endValue();
    }
    into.endRow();
  }

  return {
    decode({ count, bytes }, into) {
      const from = new AvroCursor(bytes);
      const ends = new Uint32Array(count);
      for (let row = 0; row < count; row++) {
        decodeRow(from, into, row);
        ends[row] = from.at;
      }
      if (from.at < bytes.length) {
        throw new AppError(
          'invalid-object',
          `${plan.file} is damaged: behind row ${rowsBefore + count} its block goes on. Take another copy of it.`,
        );
      }
      rowsBefore += count;
      return { count, bytes, ends };
    },
  };
}

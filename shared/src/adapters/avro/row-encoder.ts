import { AppError } from '../../domain/app-error.ts';
import { storedColumns } from '../../domain/backup/stored-columns.ts';
import type { WireRows } from '../../domain/backup/wire-rows.ts';
import { quoteCell } from '../../domain/cells/cell-fault.ts';
import type { Column, Contract } from '../../domain/contract.ts';
import { AvroBuffer } from './avro-buffer.ts';
import { avroType } from './avro-type.ts';
import { chooseEncoding } from './encode/choose-encoding.ts';
import { encodeMember } from './encode/encode-member.ts';
import type { EncodeValue } from './encode/encode-value.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { WireCursor } from './wire-cursor.ts';

export interface RowEncoder {
  encode(rows: WireRows): EncodedRows;
}

interface ColumnEncoder {
  readonly column: Column;
  readonly isNullable: boolean;
  readonly encode: EncodeValue;
}

function chooseColumnEncoding(column: Column): EncodeValue {
  const encode = chooseEncoding(avroType(column));
  return column.kind === 'enum' ? encodeMember(encode) : encode;
}

function describeValue({ kind }: Column, wire: WireCursor): string {
  if (wire.isNull) return 'NULL';
  return kind === 'enum' ? 'a value that is not in its list' : quoteCell(wire.text());
}

function refuseValue(table: string, column: Column, text: string): AppError {
  return new AppError(
    'unsupported',
    `The column ${column.name} of ${table} (${column.sqlType}) holds ${text}, which a backup can't keep as it is. Change that value, or leave the table out.`,
  );
}

function encodeColumn(encoder: ColumnEncoder, wire: WireCursor, into: AvroBuffer): boolean {
  if (!wire.next()) {
    if (!encoder.isNullable) return false;
    into.appendLong(0);
    return true;
  }
  if (encoder.isNullable) into.appendLong(1);
  return encoder.encode(wire.bytes, wire.from, wire.to, into);
}

/**
 * Makes the encoding of a table's rows by `avroSchema`. It takes the canonical texts of the columns
 * that a backup keeps, in their order. A value that can't be kept, such as a zero date or an ENUM's
 * error value, is `unsupported`, with its column named.
 */
export function rowEncoder(contract: Contract): RowEncoder {
  const encoders: readonly ColumnEncoder[] = storedColumns(contract).map((column) => ({
    column,
    isNullable: column.nullable,
    encode: chooseColumnEncoding(column),
  }));
  return {
    encode(rows) {
      const into = new AvroBuffer(rows.bytes.length + 1024);
      const ends = new Uint32Array(rows.count);
      const wire = new WireCursor(rows);
      for (let row = 0; row < rows.count; row++) {
        wire.startRow(row);
        for (const encoder of encoders) {
          if (encodeColumn(encoder, wire, into)) continue;
          const { column } = encoder;
          throw refuseValue(contract.table, column, describeValue(column, wire));
        }
        wire.endRow(contract.table);
        ends[row] = into.length;
      }
      return { count: rows.count, bytes: into.written(), ends };
    },
  };
}

import { storedColumns } from '../../domain/backup/stored-columns.ts';
import type { Column, Contract } from '../../domain/contract.ts';
import { avroNames } from './avro-names.ts';
import { type AvroType, avroType } from './avro-type.ts';

type Named = AvroType | AvroType['type'];

export interface AvroField {
  readonly name: string;
  readonly type: Named | readonly ['null', Named];
  readonly default?: null;
  /** The column's name where Avro can't write it. */
  readonly sql_name?: string;
  /** The column's type in the database's own words. */
  readonly sql_type: string;
}

export interface AvroSchema {
  readonly type: 'record';
  readonly name: string;
  /** The table's name where Avro can't write it. */
  readonly sql_name?: string;
  readonly fields: readonly AvroField[];
}

function writeType(column: Column): AvroField['type'] {
  const type = avroType(column);
  const written = Object.keys(type).length === 1 ? type.type : type;
  return column.nullable ? ['null', written] : written;
}

/** Names of types, which no record may have. */
const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

function nameRecord(table: string): string {
  const [name = ''] = avroNames([table]);
  return primitives.includes(name) ? `${name}_` : name;
}

/** The schema of a table's rows: a field for each column that a backup keeps. */
export function avroSchema(contract: Contract): AvroSchema {
  const columns = storedColumns(contract);
  const names = avroNames(columns.map(({ name }) => name));
  const record = nameRecord(contract.table);
  return {
    type: 'record',
    name: record,
    ...(record === contract.table ? {} : { sql_name: contract.table }),
    fields: columns.map((column, at) => {
      const name = names[at] ?? '';
      return {
        name,
        type: writeType(column),
        ...(column.nullable ? { default: null } : {}),
        ...(name === column.name ? {} : { sql_name: column.name }),
        sql_type: column.sqlType,
      };
    }),
  };
}

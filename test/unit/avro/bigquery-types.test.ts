import { toAvroColumn } from '../../../scripts/local/bigquery/load/avro/avro-column.ts';
import { readAvroSchema } from '../../../scripts/local/bigquery/load/avro/avro-schema.ts';
import { decimalTypes } from '../../../scripts/local/bigquery/load/load-work.ts';
import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { type AvroType, avroType } from '../../../shared/src/adapters/avro/avro-type.ts';
import { parseSqlType } from '../../../shared/src/adapters/avro/parse-sql-type.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { aContract } from '../../support/columns.ts';
import { readSection, readText } from '../../support/repository.ts';

const section = readSection(readText('functions/backup-tables/README.md'), 'In BigQuery') ?? '';
const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** The rows of the table, without its head. */
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => {
    const [, mysql = '', avro = '', bigquery = ''] = line.split(' | ').join('|').split('|');
    return namesIn(mysql).map((type) => ({
      type,
      avro: namesIn(avro),
      bigquery: namesIn(bigquery),
    }));
  });

function describeAvro({ type, logicalType, precision, scale, sqlType }: AvroType): string[] {
  if (sqlType !== undefined) return [type, 'sqlType', sqlType];
  if (logicalType !== 'decimal') return [logicalType ?? type];
  return [precision === 20 ? `decimal(${precision}, ${scale})` : 'decimal'];
}

function bigqueryType(column: Column): string {
  const schema = readAvroSchema(avroSchema(aContract('t', [column])));
  if (schema.kind !== 'record' || schema.fields[0] === undefined) throw new Error('No record.');
  return toAvroColumn(schema.fields[0], { kind: 'AVRO', useLogicalTypes: true, decimalTypes }).type;
}

describe('the table of types in the README', () => {
  it.each(rows)('says what $type becomes', ({ type, avro, bigquery }) => {
    const column = { ...parseSqlType(type.toLowerCase()), name: 'c' };
    expect(describeAvro(avroType(column))).toEqual(avro);
    expect([bigqueryType(column)]).toEqual(bigquery);
  });

  it('names a type of each kind that a column can be', () => {
    const kinds = new Set(rows.map(({ type }) => parseSqlType(type.toLowerCase()).kind));
    expect([...kinds].sort()).toEqual([
      ...['binary', 'bit', 'boolean', 'date', 'datetime', 'decimal', 'enum', 'float', 'geometry'],
      ...['integer', 'json', 'set', 'text', 'time', 'timestamp', 'year'],
    ]);
  });
});

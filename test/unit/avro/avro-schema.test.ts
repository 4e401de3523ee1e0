import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { parseSchema } from '../../../shared/src/adapters/avro/parse-schema.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { aColumn, aContract, hiredEmployees } from '../../support/columns.ts';

describe('the Avro schema of a table', () => {
  it('has a field for each column, a union with null where it is nullable, and the types of both', () => {
    expect(avroSchema(hiredEmployees)).toEqual({
      type: 'record',
      name: 'hired_employees',
      fields: [
        { name: 'id', type: 'int', sql_type: 'int(11)' },
        { name: 'name', type: 'string', sql_type: 'varchar(255)' },
        {
          name: 'datetime',
          type: ['null', { type: 'long', logicalType: 'local-timestamp-micros' }],
          default: null,
          sql_type: 'datetime',
        },
        { name: 'department_id', type: ['null', 'int'], default: null, sql_type: 'int(11)' },
        { name: 'job_id', type: ['null', 'int'], default: null, sql_type: 'int(11)' },
      ],
    });
  });

  const decimal = (precision: number, scale: number) => ({
    type: 'bytes',
    logicalType: 'decimal',
    precision,
    scale,
  });

  it.each<[Column, unknown]>([
    [aColumn('boolean'), 'int'],
    [aColumn('integer', { sqlType: 'int unsigned', max: 2n ** 32n - 1n }), 'long'],
    [aColumn('integer', { sqlType: 'bigint', max: 2n ** 63n - 1n }), 'long'],
    [aColumn('integer', { sqlType: 'bigint unsigned', max: 2n ** 64n - 1n }), decimal(20, 0)],
    [aColumn('decimal', { sqlType: 'decimal(65,30)', precision: 65, scale: 30 }), decimal(65, 30)],
    [aColumn('float', { sqlType: 'float', singlePrecision: true }), 'float'],
    [aColumn('float', { sqlType: 'double', singlePrecision: false }), 'double'],
    [aColumn('date'), { type: 'int', logicalType: 'date' }],
    [aColumn('timestamp'), { type: 'long', logicalType: 'timestamp-micros' }],
    [aColumn('time'), 'string'],
    [aColumn('year'), 'int'],
    [aColumn('bit', { sqlType: 'bit(63)', bits: 63 }), 'long'],
    [aColumn('bit', { sqlType: 'bit(64)', bits: 64 }), decimal(20, 0)],
    [aColumn('enum'), 'string'],
    [aColumn('set'), 'string'],
    [aColumn('json'), { type: 'string', sqlType: 'JSON' }],
    [aColumn('binary'), 'bytes'],
    [aColumn('geometry'), 'bytes'],
    [aColumn('other', { sqlType: 'uuid' }), 'string'],
  ])('takes $sqlType for its Avro type', (column, type) => {
    const schema = avroSchema(aContract('t', [{ ...column, nullable: false }]));
    expect(schema.fields).toEqual([{ name: 'c', type, sql_type: column.sqlType }]);
  });

  it('leaves out what the database computes', () => {
    const schema = avroSchema(aContract('t', [aColumn('text', { generated: true })]));
    expect(schema.fields).toEqual([]);
  });

  it('names no record as a type is named', () => {
    const schema = avroSchema(aContract('long', []));
    expect(schema).toMatchObject({ name: 'long_', sql_name: 'long' });
    expect(parseSchema('long.avro', JSON.stringify(schema))).toMatchObject({ table: 'long' });
  });
});

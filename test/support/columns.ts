import type { Column, ColumnKind, Contract } from '../../shared/src/domain/contract.ts';
import { parseTablesConfig, type TableRules } from '../../shared/src/domain/tables-config.ts';

const details: Partial<Record<ColumnKind, Partial<Column>>> = {
  integer: { sqlType: 'int(11)', min: -2147483648n, max: 2147483647n },
  boolean: { sqlType: 'tinyint(1)', min: -128n, max: 127n },
  decimal: { sqlType: 'decimal(6,2)', precision: 6, scale: 2 },
  text: { sqlType: 'varchar(255)', maxCharacters: 255, charset: 'utf8mb4' },
  binary: { sqlType: 'varbinary(4)', maxBytes: 4 },
  datetime: { sqlType: 'datetime', fraction: 0 },
  timestamp: { sqlType: 'timestamp', fraction: 0 },
  time: { sqlType: 'time', fraction: 0 },
  bit: { sqlType: 'bit(4)', bits: 4 },
};

/** A nullable column without a default; `overrides` say what else it is. */
export function aColumn(kind: ColumnKind, overrides: Partial<Column> = {}): Column {
  return {
    name: 'c',
    kind,
    sqlType: kind,
    nullable: true,
    hasDefault: false,
    autoIncrement: false,
    generated: false,
    ...details[kind],
    ...overrides,
  };
}

export function aContract(table: string, columns: readonly Column[]): Contract {
  return { table, columns, primaryKey: [], uniqueKeys: [], foreignKeys: [], hasTriggers: false };
}

/** A table's entry in tables.yaml with its defaults filled in. */
export function someRules(entry: object = {}): TableRules {
  const rules = parseTablesConfig({ t: entry }, 'tables.yaml').t;
  if (rules === undefined) throw new Error('The entry is gone.');
  return rules;
}

const id = aColumn('integer', {
  name: 'id',
  nullable: false,
  autoIncrement: true,
  hasDefault: true,
});

/** The contract of `hired_employees` as its migration makes it. */
export const hiredEmployees = aContract('hired_employees', [
  id,
  aColumn('text', { name: 'name', nullable: false }),
  aColumn('datetime', { name: 'datetime' }),
  aColumn('integer', { name: 'department_id' }),
  aColumn('integer', { name: 'job_id' }),
]);

export const departments = aContract('departments', [
  id,
  aColumn('text', { name: 'department', nullable: false }),
]);

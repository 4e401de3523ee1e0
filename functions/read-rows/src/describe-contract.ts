import { contractRecordSchema } from '@cutover/shared/domain/backup/contract-record.ts';
import type { Column, Contract } from '@cutover/shared/domain/contract.ts';
import { choosePageKey } from '@cutover/shared/domain/rows/page-key.ts';
import { columnRules, type TableRules } from '@cutover/shared/domain/tables-config.ts';
import * as z from 'zod';
import { operatorsOf } from './filters/operators.ts';
import { jsonFormOf } from './values/json-form.ts';

interface ContractRecord {
  readonly columns: readonly Readonly<Record<string, unknown>>[];
}

/** What tables.yaml says of a column, and how its values are read. */
function describeReading(column: Column, rules: TableRules) {
  const { joined_from = null, empty = null, ...own } = columnRules(rules, column.name);
  return {
    ...own,
    joined_from,
    empty,
    json_type: jsonFormOf(column),
    filters: operatorsOf(column),
  };
}

/** A contract as a backup set's manifest writes it, with what tables.yaml adds to it and the key by which pages follow one another. */
export function describeContract(contract: Contract, rules: TableRules) {
  const given = contract as z.output<typeof contractRecordSchema>;
  const record = z.encode(contractRecordSchema, given) as ContractRecord;
  const { columns: _columns, max_rejects = null, max_reject_ratio = null, ...loading } = rules;
  return {
    ...record,
    columns: record.columns.map((column, at) => {
      const own = contract.columns[at];
      return own === undefined ? column : { ...column, ...describeReading(own, rules) };
    }),
    page_key: choosePageKey(contract)?.columns.map(({ name }) => name) ?? null,
    ...loading,
    max_rejects,
    max_reject_ratio,
  };
}

import type { Contract } from '../contract.ts';
import { columnRules, type TableRules } from '../tables-config.ts';
import type { LoadKind } from './load-source.ts';

/**
 * A table's rules as they are for one kind of load. What comes over HTTP may leave out numbers that
 * the database gives, and what tables.yaml has filled in; a dropped file is taken as it is.
 */
export function kindRules(kind: LoadKind, rules: TableRules, contract: Contract): TableRules {
  const own = contract.columns.flatMap(({ name, autoIncrement }) => {
    const { required, ...others } = columnRules(rules, name);
    if (kind !== 'drop') return autoIncrement ? [[name, { ...others, required: false }]] : [];
    return others.filled_in ? [[name, { ...others, required, filled_in: undefined }]] : [];
  });
  return { ...rules, columns: { ...rules.columns, ...Object.fromEntries(own) } };
}

import type { EntryRules } from '../ingest/entry-rules.ts';
import type { Row, RowStore } from '../ingest/ports.ts';
import type { NumberingRowStore } from './ports.ts';

/** A table's rows with the numbers that the database has given them. */
export interface NumberedRows {
  readonly rows: RowStore;
  numberOf(row: Row): string | null;
}

/**
 * Notes the numbers that rows get which have none. A trigger may give other numbers than the
 * database tells of, so there none are noted.
 */
export function noteNumbers(store: NumberingRowStore, rules: EntryRules): NumberedRows {
  const { contract, targets } = rules;
  const numbers = new Map<Row, string>();
  const position = targets.findIndex(({ column }) => column.autoIncrement);
  const isNumbered = contract.columns.some(({ autoIncrement }) => autoIncrement);
  if (!isNumbered || contract.hasTriggers) return { rows: store, numberOf: () => null };

  async function insert(rows: readonly Row[]): Promise<boolean> {
    const given = await store.insertNumbered(rows, position);
    for (const [at, row] of rows.entries()) {
      const number = given?.[at] ?? null;
      if (number !== null) numbers.set(row, number);
    }
    return given !== null;
  }

  const hasNone = (row: Row) => position === -1 || row[position] === null;
  return {
    numberOf: (row) => numbers.get(row) ?? null,
    rows: {
      ...store,
      insertRows: (rows) => (rows.some(hasNone) ? insert(rows) : store.insertRows(rows)),
      insertRow: async (row) =>
        hasNone(row) && (await insert([row])) ? null : store.insertRow(row),
    },
  };
}

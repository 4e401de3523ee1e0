import { invalid } from '../api-error.ts';
import { appendRows, findMissing, type NewRow } from '../engine/append-rows.ts';
import type { Column } from '../google-type.ts';
import type { Services } from '../services.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';
import { readJsonRow } from '../values/read-json-row.ts';
import { type JsonReading, ValueFault } from '../values/read-json-value.ts';
import { fillDefaults } from './fill-defaults.ts';

export interface InsertRequest {
  readonly rows: readonly { readonly insertId?: string | undefined; readonly json: object }[];
  /** Adds the good rows also where there are bad ones. */
  readonly skipInvalidRows: boolean;
  readonly ignoreUnknownValues: boolean;
}

/** What is wrong with one row of the request. */
export interface InsertError {
  readonly index: number;
  readonly errors: readonly {
    readonly reason: string;
    readonly location: string;
    readonly debugInfo: string;
    readonly message: string;
  }[];
}

const describe = (index: number, reason: string, location: string, message: string) => ({
  index,
  errors: [{ reason, location, debugInfo: '', message }],
});

function readRow(
  json: object,
  columns: readonly Column[],
  reading: JsonReading,
  fill: (row: NewRow) => NewRow,
): { readonly row: NewRow } | { readonly fault: ValueFault } {
  try {
    const row = fill(readJsonRow(json, columns, reading));
    const missing = findMissing(row, columns);
    if (missing === undefined) return { row };
    return { fault: new ValueFault(missing, `Missing required field: ${missing}.`) };
  } catch (error) {
    if (error instanceof ValueFault) return { fault: error };
    throw error;
  }
}

async function* listRows(rows: readonly NewRow[]) {
  yield* rows;
}

/**
 * Adds rows to a table and answers what is wrong with which; without `skipInvalidRows` one bad row
 * stops all. A row whose insertId came a while ago is not added again.
 */
export async function insertRows(
  { database, catalogue, insertIds }: Services,
  name: TableName,
  { rows, skipInvalidRows, ignoreUnknownValues }: InsertRequest,
): Promise<InsertError[]> {
  const relation = relationOf(name);
  return database.write(relation, async (transaction) => {
    const table = catalogue.require(name);
    if (table.kind === 'view') {
      throw invalid(`Cannot add rows to a table of type VIEW: ${formatTableName(name)}`);
    }
    const reading = { jsonAsText: true, ignoreUnknown: ignoreUnknownValues };
    const fill = await fillDefaults(transaction, catalogue, table);
    const read = rows.map(({ json }) => readRow(json, table.columns, reading, fill));
    const errors = read.flatMap((each, index) =>
      'fault' in each ? [describe(index, 'invalid', each.fault.field, each.fault.message)] : [],
    );
    if (errors.length > 0 && !skipInvalidRows) {
      const stopped = read.flatMap((each, index) =>
        'fault' in each ? [] : [describe(index, 'stopped', '', '')],
      );
      return [...errors, ...stopped].sort((a, b) => a.index - b.index);
    }
    const ids = new Set<string>();
    const fresh = read.flatMap((each, index) => {
      const id = rows[index]?.insertId;
      const isRepeat = id !== undefined && (ids.has(id) || insertIds.has(relation, id));
      if ('fault' in each || isRepeat) return [];
      if (id !== undefined) ids.add(id);
      return [each.row];
    });
    const added = await appendRows(transaction, name, table.columns, listRows(fresh));
    await catalogue.noteAppend(transaction, table, table.rowCount, added);
    transaction.afterCommit(() => insertIds.add(relation, ids));
    return errors;
  });
}

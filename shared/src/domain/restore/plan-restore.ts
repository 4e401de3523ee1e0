import { AppError } from '../app-error.ts';
import { compareFile } from '../backup/compare-file.ts';
import { storedColumns } from '../backup/stored-columns.ts';
import type { FileReading } from '../backup/table-files.ts';
import type { Contract } from '../contract.ts';
import type { Replacement } from './ports.ts';
import type { RestorePorts } from './restore-ports.ts';
import { type RestoreSource, refuseObject, refuseTable, type SourceSet } from './restore-source.ts';

/** A table whose rows can be loaded, as far as can be told before. */
export interface PlannedRestore {
  readonly source: RestoreSource;
  /** Columns that the file does not have and the database fills. */
  readonly filled: readonly string[];
  /**
   * `content`: the loaded rows are read back, and must have the manifest's content hash. `rows`:
   * they are counted, and the database took each as it was; for the file of another system, and
   * where the table's columns have other types than they had.
   */
  readonly compared: 'content' | 'rows';
  readonly replacement: Replacement;
}

/** What the rows are to become. */
interface Target {
  readonly table: string;
  readonly contract: Contract;
  readonly structure?: NonNullable<Replacement['structure']>;
}

async function describeTarget(
  { tables }: RestorePorts,
  { set }: RestoreSource,
  { table, as }: { table: string; as: string | null },
): Promise<Target> {
  const target = as ?? table;
  const isThere = (await tables.list()).includes(target);
  if (isThere && as !== null) {
    const message = `There is a table ${as} already. Nothing was changed; restore under a name that is free.`;
    throw new AppError('conflict', message);
  }
  if (isThere) return { table: target, contract: await tables.describe(target) };
  if (set !== null) {
    const { contract, ddl } = set.wanted;
    return { table: target, contract: { ...contract, table: target }, structure: { ddl } };
  }
  const contract = await tables.describe(table);
  return { table: target, contract, structure: { like: table } };
}

/** Whether a backup would read the columns that a set has as it did then, and in the same order of rows. */
export function isComparable(now: Contract, then: Contract): boolean {
  const columns = new Map(now.columns.map((column) => [column.name, column]));
  const isSame = storedColumns(then).every(({ name, sqlType, charset, collation }) => {
    const column = columns.get(name);
    return (
      column?.sqlType === sqlType && column.charset === charset && column.collation === collation
    );
  });
  return isSame && JSON.stringify(now.primaryKey) === JSON.stringify(then.primaryKey);
}

async function compareLoaded(
  { files, readRows, store }: RestorePorts,
  { wanted }: SourceSet,
  scratch: string,
): Promise<void> {
  const contract = { ...wanted.contract, table: scratch };
  const loaded = await files.total(contract, readRows(contract), wanted.content_hash);
  if (loaded.contentHash === wanted.content_hash) return;
  throw new AppError(
    'invalid-object',
    `The rows of ${store.addressOf(wanted.object)} are not the same once the database has them: ${loaded.rows} rows with the content hash ${loaded.contentHash}, where the manifest says ${wanted.rows} with ${wanted.content_hash}. Nothing was changed.`,
  );
}

/**
 * Opens a source and plans how its rows get into the table, under the name `as` where it is given.
 * Reads the file's header alone. Fails, by name, with whatever of file and table does not fit.
 */
export async function planRestore(
  ports: RestorePorts,
  source: RestoreSource,
  as: string | null,
): Promise<PlannedRestore> {
  const { store, files } = ports;
  const { object, set } = source;
  const address = store.addressOf(object.name);
  const file = await files.open(address, () => store.read(object), set?.wanted);
  const named = source.table ?? file.table;
  if (file.isOwn && file.table !== named) throw refuseTable(address, named, file.table);
  const target = await describeTarget(ports, source, { table: named, as });
  const { table, contract, ...structure } = target;
  const plan = file.plan(contract);
  const refuseAltered = (reading: FileReading) => {
    const faults = set === null ? [] : compareFile(reading, set.wanted, set.manifest);
    if (faults.length > 0) throw refuseObject(address, faults);
  };
  const isCompared = set !== null && isComparable(contract, set.wanted.contract);
  return {
    source,
    filled: plan.filled,
    compared: isCompared ? 'content' : 'rows',
    replacement: {
      table,
      ...structure,
      columns: plan.columns,
      rows: () => plan.rows(refuseAltered),
      ...(isCompared ? { check: (scratch) => compareLoaded(ports, set, scratch) } : {}),
    },
  };
}

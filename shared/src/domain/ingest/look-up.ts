import type { ForeignKey } from '../contract.ts';
import type { Chunk } from './entry.ts';
import {
  checkableForeignKeys,
  type EntryRules,
  identifyingKey,
  positionsOf,
} from './entry-rules.ts';
import { distinctKeys, type Key } from './key-text.ts';
import type { Row, RowStore } from './ports.ts';

/** What the database knows of the keys and references of records. */
export interface Findings {
  /** Of each foreign key that can be looked up, the references (as `keyText`) that lead nowhere. */
  readonly missing: ReadonlyMap<ForeignKey, ReadonlySet<string>>;
  /** The rows that are stored under the records' keys, by `keyText`. */
  readonly stored: ReadonlyMap<string, Row>;
}

const noNumbers = new Float64Array(0);

type Records = Pick<Chunk, 'packed' | 'entries'>;

function* rowsOf({ entries }: Records): Generator<Row> {
  for (const { values } of entries) yield values;
}

function addNumbers(keys: Map<string, Key>, numbers: Float64Array): void {
  const distinct = new Set<number>();
  for (let at = 0; at < numbers.length; at++) distinct.add(numbers[at] ?? Number.NaN);
  for (const number of distinct) {
    const text = String(number);
    if (!Number.isNaN(number)) keys.set(text, [text]);
  }
}

/** Compares canonical integers: as numbers where these are exact. */
function isAtMost(left: string, right: string): boolean {
  const isExact = left.length < 16 && right.length < 16;
  return isExact ? Number(left) <= Number(right) : BigInt(left) <= BigInt(right);
}

/**
 * Stored rows with the records' keys. Most files come in the order of an integer key: one look at
 * the index's end saves looking up all the keys that are greater than every stored one.
 */
async function findStored(
  rows: RowStore,
  records: Records,
  rules: EntryRules,
): Promise<ReadonlyMap<string, Row>> {
  const { columns, positions } = identifyingKey(rules);
  const [column] = columns;
  if (column === undefined) return new Map();
  const keys = distinctKeys(rowsOf(records), positions);
  const isInteger = positions.every((at) => rules.targets[at]?.column.kind === 'integer');
  if (columns.length > 1 || !isInteger) return rows.findStored(columns, [...keys.values()]);

  const greatest = await rows.findGreatest(column);
  if (greatest === null) return new Map();
  const known = new Map([...keys].filter(([key]) => isAtMost(key, greatest)));
  addNumbers(
    known,
    records.packed.keys.filter((key) => key <= Number(greatest)),
  );
  return rows.findStored(columns, [...known.values()]);
}

/** Asks the database which references of the records lead nowhere. */
export async function findMissing(
  rows: RowStore,
  records: Records,
  rules: EntryRules,
): Promise<Findings['missing']> {
  const missing = new Map<ForeignKey, ReadonlySet<string>>();
  for (const foreignKey of checkableForeignKeys(rules)) {
    const positions = positionsOf(foreignKey.columns, rules.targets) ?? [];
    const keys = distinctKeys(rowsOf(records), positions);
    addNumbers(keys, records.packed.references.get(foreignKey) ?? noNumbers);
    missing.set(foreignKey, await rows.findMissingParents(foreignKey, [...keys.values()]));
  }
  return missing;
}

/** Asks the database about the records' references and keys. */
export async function lookUp(
  rows: RowStore,
  records: Records,
  rules: EntryRules,
): Promise<Findings> {
  const missing = await findMissing(rows, records, rules);
  return { missing, stored: await findStored(rows, records, rules) };
}

import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { type KeyLink, type KeyStep, keyLinkSchema } from '../../../domain/restore/key-link.ts';
import { readSecondaryKeys } from '../../../domain/restore/table-ddl.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { showCreate } from './show-create.ts';

interface PartRow extends RowDataPacket {
  readonly tableName: string;
  readonly name: string;
  readonly columnName: string;
  readonly parentTable: string;
  readonly parentColumn: string;
}

interface RuleRow extends RowDataPacket {
  readonly tableName: string;
  readonly name: string;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

interface OutsideRow extends RowDataPacket {
  readonly child: string;
  readonly parent: string;
}

const parts = `
  SELECT TABLE_NAME AS tableName, CONSTRAINT_NAME AS name, COLUMN_NAME AS columnName,
    REFERENCED_TABLE_NAME AS parentTable, REFERENCED_COLUMN_NAME AS parentColumn
  FROM information_schema.key_column_usage
  WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE()
  ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`;

// MariaDB's own rule is called RESTRICT, MySQL's NO ACTION, and they mean the same. MariaDB makes the
// other one of a RESTRICT that it is told in ALTER TABLE.
const rules = `
  SELECT TABLE_NAME AS tableName, CONSTRAINT_NAME AS name,
    NULLIF(DELETE_RULE, IF(VERSION() LIKE '%MariaDB%', 'RESTRICT', 'NO ACTION')) AS onDelete,
    NULLIF(UPDATE_RULE, IF(VERSION() LIKE '%MariaDB%', 'RESTRICT', 'NO ACTION')) AS onUpdate
  FROM information_schema.referential_constraints WHERE CONSTRAINT_SCHEMA = DATABASE()`;

const outsideTies = `
  SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS child, CONCAT(REFERENCED_TABLE_SCHEMA, '.', REFERENCED_TABLE_NAME) AS parent
  FROM information_schema.key_column_usage
  WHERE (REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IN (?) AND TABLE_SCHEMA <> DATABASE())
    OR (TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?) AND REFERENCED_TABLE_SCHEMA <> DATABASE())
  LIMIT 1`;

/** Every foreign key within the current database, by table and name. */
export async function readKeyLinks(connection: PoolConnection): Promise<KeyLink[]> {
  const [partRows] = await connection.query<PartRow[]>(parts);
  const [ruleRows] = await connection.query<RuleRow[]>(rules);
  const keyOf = ({ tableName, name }: PartRow | RuleRow) => JSON.stringify([tableName, name]);
  const rulesByKey = new Map(ruleRows.map((row) => [keyOf(row), row]));
  return Array.from(Map.groupBy(partRows, keyOf), ([key, own]) =>
    keyLinkSchema.parse({
      table: own[0]?.tableName,
      name: own[0]?.name,
      columns: own.map(({ columnName }) => columnName),
      parentTable: own[0]?.parentTable,
      parentColumns: own.map(({ parentColumn }) => parentColumn),
      onDelete: rulesByKey.get(key)?.onDelete,
      onUpdate: rulesByKey.get(key)?.onUpdate,
    }),
  );
}

/** A foreign key between databases can't be mended from one of them. */
export async function refuseOutsideTies(
  connection: PoolConnection,
  tables: readonly string[],
): Promise<void> {
  const [[tie]] = await connection.query<OutsideRow[]>(outsideTies, [tables, tables]);
  if (tie === undefined) return;
  const message = `${tie.child} refers to ${tie.parent} in another database. Drop that foreign key first, and make it again afterwards.`;
  throw new AppError('unsupported', message);
}

const quoteList = (names: readonly string[]) => names.map(quoteIdentifier).join(', ');

function definition(link: KeyLink): string {
  const parent = `${quoteIdentifier(link.parentTable)} (${quoteList(link.parentColumns)})`;
  const onDelete = link.onDelete === null ? '' : ` ON DELETE ${link.onDelete}`;
  const onUpdate = link.onUpdate === null ? '' : ` ON UPDATE ${link.onUpdate}`;
  return `CONSTRAINT ${quoteIdentifier(link.name)} FOREIGN KEY (${quoteList(link.columns)}) REFERENCES ${parent}${onDelete}${onUpdate}`;
}

/**
 * An index that came by itself with a foreign key makes way for the one of the next foreign key of
 * the same columns, but for one that has been given a name, be it its own.
 */
async function pinKeys(connection: PoolConnection, table: string): Promise<string[]> {
  const keys = readSecondaryKeys(await showCreate(connection, table));
  return keys.map(({ name }) => `RENAME KEY ${quoteIdentifier(name)} TO ${quoteIdentifier(name)}`);
}

/**
 * Changes a table's foreign keys in an instant, whatever the number of rows, because in a session
 * that does not check foreign keys no row is looked at: whoever adds a key has made sure that it holds.
 */
export async function alterKeys(connection: PoolConnection, step: KeyStep): Promise<void> {
  const changes = [
    ...(step.add.length > 0 ? await pinKeys(connection, step.table) : []),
    ...step.drop.map((name) => `DROP FOREIGN KEY ${quoteIdentifier(name)}`),
    ...step.add.map((link) => `ADD ${definition(link)}`),
  ];
  await connection.query(
    `ALTER TABLE ${quoteIdentifier(step.table)} ${changes.join(', ')}, ALGORITHM = INPLACE, LOCK = NONE`,
  );
}

import type { PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { planSwap } from '../../../domain/restore/plan-swap.ts';
import type { ReplacedTable, Replacement } from '../../../domain/restore/ports.ts';
import { keptName, scratchName } from '../../../domain/restore/scratch-names.ts';
import type { SwapPlan } from '../../../domain/restore/swap-plan.ts';
import { readLinks, readTableName } from '../../../domain/restore/table-ddl.ts';
import { readKeyLinks } from './key-links.ts';
import { recordPlan } from './restore-journal.ts';
import { buildScratch, createScratch, type Structure } from './scratch-table.ts';
import { readTableNames } from './show-create.ts';
import { refuseUnreplaceable } from './survey-tables.ts';
import type { SwapJob } from './swap-tables.ts';

/** Replacements that are made and wait to change places, and what their rows are. */
export interface PreparedSwap {
  readonly job: SwapJob;
  readonly tables: readonly ReplacedTable[];
}

type Wanted = Pick<Replacement, 'table' | 'structure'>;

/** A table that is there keeps its structure, and one that is not gets the one that is told. */
function chooseStructure({ table, structure }: Wanted, tables: ReadonlySet<string>): Structure {
  if (tables.has(table)) return { like: table };
  if (structure !== undefined && 'ddl' in structure) return structure;
  if (structure !== undefined && tables.has(structure.like)) return structure;
  throw new AppError('unknown-table', `There is no table ${structure?.like ?? table}.`);
}

/** A copy under another name gets no foreign keys, because their names are taken. */
function readOwnLinks({ table, structure }: Wanted) {
  const isOwn = structure && 'ddl' in structure && readTableName(structure.ddl) === table;
  return isOwn ? readLinks(structure.ddl, table) : [];
}

/** Plans, and writes it down, before any table is made. */
async function planReplacement(
  connection: PoolConnection,
  id: string,
  wanted: readonly Wanted[],
): Promise<{ plan: SwapPlan; structures: Structure[]; mirrored: ReadonlySet<string> }> {
  const names = wanted.map(({ table }) => table);
  await refuseUnreplaceable(connection, names);
  const tables = await readTableNames(connection);
  const structures = wanted.map((one) => chooseStructure(one, tables));
  const swaps = wanted.map((one, at) => ({
    table: one.table,
    replacement: scratchName(id, at),
    kept: tables.has(one.table) ? keptName(id, at) : null,
    ownLinks: readOwnLinks(one),
  }));
  const plan = planSwap(swaps, await readKeyLinks(connection), tables);
  await recordPlan(connection, id, 'preparing', plan);
  return { plan, structures, mirrored: new Set(names.filter((name) => tables.has(name))) };
}

/** Makes the tables with their new rows beside the old ones. */
export async function prepareReplacements(
  connection: PoolConnection,
  id: string,
  replacements: readonly Replacement[],
): Promise<PreparedSwap> {
  const { plan, structures, mirrored } = await planReplacement(connection, id, replacements);
  const tables: ReplacedTable[] = [];
  for (const [at, replacement] of replacements.entries()) {
    const structure = structures[at] ?? { like: replacement.table };
    const rows = await buildScratch(connection, scratchName(id, at), { ...replacement, structure });
    tables.push({ table: replacement.table, rows });
  }
  return { job: { id, plan, mirrored, isRenumbered: false }, tables };
}

/** Makes tables without rows beside those that are there. */
export async function prepareEmptyTables(
  connection: PoolConnection,
  id: string,
  names: readonly string[],
): Promise<PreparedSwap> {
  const wanted = names.map((table) => ({ table }));
  const { plan, structures, mirrored } = await planReplacement(connection, id, wanted);
  for (const [at, structure] of structures.entries()) {
    await createScratch(connection, scratchName(id, at), structure);
  }
  const tables = names.map((table) => ({ table, rows: 0 }));
  return { job: { id, plan, mirrored, isRenumbered: true }, tables };
}

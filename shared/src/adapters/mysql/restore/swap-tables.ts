import type { PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { refuseOrphans } from '../../../domain/restore/explain-orphans.ts';
import {
  addLinks,
  matchesPlan,
  type PassingLink,
  planPassingLinks,
} from '../../../domain/restore/plan-links.ts';
import { presentTables, replacementsOf, type SwapPlan } from '../../../domain/restore/swap-plan.ts';
import { describeStructure, readCounter } from '../../../domain/restore/table-ddl.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { findOrphans } from './find-orphans.ts';
import { alterKeys, readKeyLinks } from './key-links.ts';
import type { Rename } from './rename-proven.ts';
import { recordPlan } from './restore-journal.ts';
import { showCreate } from './show-create.ts';
import { refuseTriggers } from './survey-tables.ts';
import { withPatience } from './with-patience.ts';

export interface SwapJob {
  readonly id: string;
  readonly plan: SwapPlan;
  /** The numbering of rows begins anew; else it goes on where it is, so that no number is used twice. */
  readonly isRenumbered: boolean;
  /** Tables whose replacements were made after them and must still be like them. */
  readonly mirrored: ReadonlySet<string>;
}

/** Fails with `conflict` where rows would be left whose foreign keys lead nowhere. */
export async function refuseOrphansOf(
  connection: PoolConnection,
  plan: SwapPlan,
  links: readonly PassingLink[],
): Promise<void> {
  const orphans = await findOrphans(connection, links);
  if (orphans.length === 0) return;
  throw refuseOrphans(orphans, new Set(plan.swaps.map(({ table }) => table)));
}

async function listAlteredStructures(
  connection: PoolConnection,
  { plan, mirrored }: SwapJob,
): Promise<string[]> {
  const altered: string[] = [];
  for (const { table, replacement } of plan.swaps) {
    if (replacement === null || !mirrored.has(table)) continue;
    const own = describeStructure(await showCreate(connection, table));
    const other = describeStructure(await showCreate(connection, replacement));
    if (own !== other) altered.push(table);
  }
  return altered;
}

/** What was planned from may have been altered while rows were loaded; now nobody can. */
async function refuseAltered(connection: PoolConnection, job: SwapJob): Promise<void> {
  const present = presentTables(job.plan);
  await refuseTriggers(connection, present);
  const isAsPlanned = matchesPlan(job.plan, await readKeyLinks(connection));
  const altered = isAsPlanned ? await listAlteredStructures(connection, job) : present;
  if (altered.length === 0) return;
  const message = `Somebody has altered ${altered.join(', ')} meanwhile. Nothing was changed; try again.`;
  throw new AppError('conflict', message);
}

async function keepNumbering(connection: PoolConnection, { swaps }: SwapPlan): Promise<void> {
  for (const { table, replacement, kept } of swaps) {
    if (replacement === null || kept === null) continue;
    const next = readCounter(await showCreate(connection, table)) ?? 1n;
    const own = readCounter(await showCreate(connection, replacement)) ?? 1n;
    if (next <= own) continue;
    await connection.query(`ALTER TABLE ${quoteIdentifier(replacement)} AUTO_INCREMENT = ${next}`);
  }
}

function tablesConcerned(plan: SwapPlan, links: readonly PassingLink[]): string[] {
  const linked = links.flatMap(({ link }) => [link.table, link.parentTable]);
  return [...new Set([...presentTables(plan), ...replacementsOf(plan), ...linked])].sort();
}

/**
 * Ties the replacements to all other tables, for a moment with all of them locked: whoever was
 * writing has finished, and whoever writes from here on has to suit both the tables and their
 * replacements. It also makes sure that the tables are as they were planned with.
 */
async function tieReplacements(connection: PoolConnection, job: SwapJob, border: PassingLink[]) {
  const locks = tablesConcerned(job.plan, border).map((table) => `${quoteIdentifier(table)} WRITE`);
  await connection.query(`LOCK TABLES ${locks.join(', ')}`);
  await refuseAltered(connection, job);
  if (!job.isRenumbered) await keepNumbering(connection, job.plan);
  const made = new Set((await readKeyLinks(connection)).map(({ name }) => name));
  const missing = border.flatMap(({ link }) => (made.has(link.name) ? [] : link));
  for (const step of addLinks(missing)) await alterKeys(connection, step);
  await connection.query('UNLOCK TABLES');
}

function renameStatement({ swaps }: SwapPlan): string {
  const renames = swaps.flatMap(({ table, replacement, kept }) => [
    ...(kept === null ? [] : [[table, kept] as const]),
    ...(replacement === null ? [] : [[replacement, table] as const]),
  ]);
  const pairs = renames.map(([from, to]) => `${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
  return `RENAME TABLE ${pairs.join(', ')}`;
}

/**
 * Lets tables and their replacements change places, by one statement that takes effect as a whole
 * or not at all. (It can't run while the connection has tables locked: MariaDB refuses that.)
 * Orphans are looked for before anything is done, and once more among the foreign keys to other
 * tables when the database keeps new ones from coming.
 */
export async function swapTables(
  connection: PoolConnection,
  job: SwapJob,
  rename: Rename,
): Promise<void> {
  const { id, plan } = job;
  const links = planPassingLinks(id, plan);
  await refuseOrphansOf(connection, plan, links);
  await recordPlan(connection, id, 'swapping', plan);
  const inner = links.filter(({ isInner }) => isInner).map(({ link }) => link);
  const border = links.filter(({ isInner }) => !isInner);
  const names = plan.swaps.map(({ table }) => table);
  for (const step of addLinks(inner)) await alterKeys(connection, step);
  await withPatience(connection, names, () => tieReplacements(connection, job, border));
  await refuseOrphansOf(connection, plan, border);
  await withPatience(connection, names, () => rename(connection, renameStatement(plan)));
}

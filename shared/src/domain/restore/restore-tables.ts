import { AppError } from '../app-error.ts';
import { chooseObject, type ObjectChoice } from './choose-object.ts';
import { chooseFromSet, type SetChoice } from './choose-set.ts';
import { type PlannedRestore, planRestore } from './plan-restore.ts';
import type { About } from './ports.ts';
import type { RestorePorts } from './restore-ports.ts';

export interface RestoreRequest {
  readonly from: SetChoice | ObjectChoice;
  /** The name of a table that is not there yet, for the rows of one table. */
  readonly as: string | null;
  /** Does all of it but the replacing. */
  readonly isRehearsal: boolean;
  readonly about: About;
  /** Called with the tables' names when nothing was found against it, before it begins. */
  readonly onBegin?: (tables: readonly string[]) => Promise<void>;
}

export interface RestoredTable extends Pick<PlannedRestore, 'filled' | 'compared'> {
  readonly table: string;
  readonly rows: number;
  /** The object that the rows are from. */
  readonly object: string;
}

export interface Restored {
  /** By which it can be undone; null where nothing was replaced. */
  readonly id: string | null;
  /** The set, and the instant whose rows they are; null for a file that is of no set. */
  readonly set: { readonly setId: string; readonly takenAt: string } | null;
  readonly tables: readonly RestoredTable[];
}

const chooseSources = async ({ store, database }: RestorePorts, { from }: RestoreRequest) =>
  'object' in from ? [await chooseObject(store, from)] : chooseFromSet(store, database, from);

async function planAll(ports: RestorePorts, request: RestoreRequest): Promise<PlannedRestore[]> {
  const sources = await chooseSources(ports, request);
  if (request.as !== null && sources.length > 1) {
    throw new AppError('invalid-request', '"as" is the new name of one table; name only one.');
  }
  const plans: PlannedRestore[] = [];
  for (const source of sources) plans.push(await planRestore(ports, source, request.as));
  return plans;
}

/** What the journal says of where the rows are from; the objects of a set's tables go by their names. */
function describeSources({ store }: RestorePorts, [first, ...others]: readonly PlannedRestore[]) {
  if (first === undefined) return {};
  const { set, object } = first.source;
  return {
    ...(set === null ? {} : { set_id: set.manifest.set_id }),
    ...(others.length > 0 ? {} : { object: store.addressOf(object.name) }),
  };
}

/**
 * Replaces the rows of tables by those of a backup. Everything that can be told of files and tables
 * is checked first; the rows are loaded beside the tables, each file is compared with its manifest
 * to the last byte, and so are the loaded rows; then all tables change at one instant. Whatever
 * fails, nothing has changed.
 */
export async function restoreTables(
  ports: RestorePorts,
  request: RestoreRequest,
): Promise<Restored> {
  const plans = await planAll(ports, request);
  const about = { ...request.about, ...describeSources(ports, plans) };
  const replacements = plans.map(({ replacement }) => replacement);
  await request.onBegin?.(replacements.map(({ table }) => table));
  const { id, tables } = request.isRehearsal
    ? { id: null, tables: await ports.replacer.rehearse(replacements, about) }
    : await ports.replacer.replace(replacements, about);
  const manifest = plans[0]?.source.set?.manifest;
  return {
    id,
    set: manifest === undefined ? null : { setId: manifest.set_id, takenAt: manifest.taken_at },
    tables: plans.map(({ filled, compared, source, replacement: { table } }) => ({
      table,
      rows: tables.find((loaded) => loaded.table === table)?.rows ?? 0,
      object: ports.store.addressOf(source.object.name),
      filled,
      compared,
    })),
  };
}

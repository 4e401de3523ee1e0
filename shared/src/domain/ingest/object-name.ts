import { AppError } from '../app-error.ts';
import { nearestNames } from '../nearest-names.ts';

export interface DropName {
  readonly table: string;
  /** A repaired not_added file: it came through `fixed/`. */
  readonly isRepair: boolean;
}

/** Names under which a table's files may come: its own and those that tables.yaml gives it. */
export type TableNames = ReadonlyMap<string, string>;

const extension = /\.csv(\.gz)?$/i;

/** The longest known name that the file's name is, or begins with ("jobs_2021.csv", "jobs (1).csv"). */
function findTable(stem: string, names: TableNames): string | undefined {
  const lower = stem.toLowerCase();
  const fits = (name: string) =>
    lower === name || (lower.startsWith(name) && !/[\p{L}\p{N}]/u.test(lower[name.length] ?? ''));
  const best = [...names.keys()]
    .filter((name) => fits(name.toLowerCase()))
    .sort((a, b) => b.length - a.length)[0];
  return best === undefined ? undefined : names.get(best);
}

function refuseUnknown(given: string, names: TableNames): never {
  const near = nearestNames(given, [...names.keys()]);
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  const known = [...new Set(names.values())].sort();
  const tables =
    known.length > 0 ? `The tables are ${known.join(', ')}.` : 'There are no tables yet.';
  throw new AppError('unknown-table', `No table belongs to "${given}".${hint} ${tables}`);
}

/** The table that goes by this name, in any letter case. Throws `unknown-table` with the tables there are. */
export const requireTable = (name: string, names: TableNames): string =>
  names.get(name.toLowerCase()) ?? refuseUnknown(name, names);

/** True for what the console and tools leave behind to show a folder: no drop. */
export function isFolderMark(name: string): boolean {
  return name.endsWith('/');
}

/**
 * Which table an object's name speaks of: `<table>.csv`, `<table>_anything.csv`,
 * `<table>/anything.csv`, the same under `incoming/`, `.csv.gz` too; `fixed/<table>/anything.csv`
 * is a repair. `named` (the object's metadata) goes before the name. Throws `unknown-table` with
 * the tables there are, and `invalid-object` for a name that is no CSV file's.
 */
export function readDropName(name: string, names: TableNames, named?: string): DropName {
  if (!extension.test(name)) {
    throw new AppError(
      'invalid-object',
      `"${name}" is not loaded: a drop's name ends in .csv or .csv.gz.`,
    );
  }
  const parts = name.split('/').filter((part) => part !== '');
  const isRepair = parts[0] === 'fixed';
  const rest = parts[0] === 'fixed' || parts[0] === 'incoming' ? parts.slice(1) : parts;
  const given = named ?? (rest.length > 1 ? rest[0] : rest[0]?.replace(extension, '')) ?? '';
  return { table: findTable(given, names) ?? refuseUnknown(given, names), isRepair };
}

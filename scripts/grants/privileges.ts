import { quoteIdentifier } from '../../shared/src/adapters/mysql/quote-identifier.ts';
import type { DatabaseAccess } from './database-access.ts';

/** A user's privileges by what they are on, as GRANT names it: `*.*`, all tables of a database, one table. */
export type Privileges = ReadonlyMap<string, ReadonlySet<string>>;

/** A database as GRANT names it. */
export interface GrantedDatabase {
  readonly name: string;
  /** What stands for it before `.*`, where most servers take `_` and `%` for wildcards. */
  readonly pattern: string;
}

export const onServer = '*.*';
export const onDatabase = (pattern: string) => `${quoteIdentifier(pattern)}.*`;
export const onTable = (database: string, table: string) =>
  `${quoteIdentifier(database)}.${quoteIdentifier(table)}`;

export function collectPrivileges(
  entries: readonly (readonly [on: string, privilege: string])[],
): Privileges {
  const byPlace = Map.groupBy(entries, ([on]) => on);
  return new Map(
    Array.from(byPlace, ([on, those]) => [on, new Set(those.map(([, privilege]) => privilege))]),
  );
}

/** What a function.yaml states, for one database. */
export function statePrivileges(
  access: readonly DatabaseAccess[],
  { name, pattern }: GrantedDatabase,
): Privileges {
  return collectPrivileges(
    access.flatMap(({ allow, on }) => {
      const place = on === '*' ? onDatabase(pattern) : onTable(name, on);
      return allow.map((privilege) => [place, privilege] as const);
    }),
  );
}

/** The privileges in `some` that are not in `others`, listed in one line for each place. */
function listBeyond(some: Privileges, others: Privileges): [on: string, privileges: string][] {
  return Array.from(some, ([on, privileges]): [string, string] => [
    on,
    [...privileges]
      .filter((each) => !others.get(on)?.has(each))
      .sort()
      .join(', '),
  ]).filter(([, privileges]) => privileges !== '');
}

/**
 * The statements that bring a user from what is held to what is stated. What is missing comes
 * first, so that a function at work never lacks what it keeps.
 */
export function planGrants(user: string, stated: Privileges, held: Privileges): string[] {
  return [
    ...listBeyond(stated, held).map(
      ([on, privileges]) => `GRANT ${privileges} ON ${on} TO ${user}`,
    ),
    ...listBeyond(held, stated).map(
      ([on, privileges]) => `REVOKE ${privileges} ON ${on} FROM ${user}`,
    ),
  ];
}

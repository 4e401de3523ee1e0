import { notSupported } from '../api-error.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CatalogueTable } from '../catalogue/stored.ts';
import type { NewRow } from '../engine/append-rows.ts';
import type { Session } from '../engine/session.ts';
import { formatType } from '../google-type.ts';
import { translateQuery } from './translate-query.ts';

/** Each row would need a value of its own. */
const volatile = /\b(GENERATE_UUID|RAND)\s*\(/i;

/** Puts the defaults of a table's columns where rows say nothing; each is worked out once. */
export async function fillDefaults(
  session: Session,
  catalogue: Catalogue,
  { name, columns }: CatalogueTable,
): Promise<(row: NewRow) => NewRow> {
  const defaults = new Map<number, NewRow[number]>();
  for (const [index, { defaultExpression, type }] of columns.entries()) {
    if (defaultExpression === null) continue;
    if (volatile.test(defaultExpression)) {
      throw notSupported(`rows from outside for a column with the default ${defaultExpression}`);
    }
    const text = `SELECT CAST((${defaultExpression}) AS ${formatType(type)}) AS value`;
    const query = { text, project: name.project, dataset: null, parameters: [] };
    const [row] = await session.all(translateQuery(catalogue, query).sql);
    defaults.set(index, row?.[0]);
  }
  if (defaults.size === 0) return (row) => row;
  return (row) => row.map((value, index) => (value === undefined ? defaults.get(index) : value));
}

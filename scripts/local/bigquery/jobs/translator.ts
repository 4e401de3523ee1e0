import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Statement } from '../sql/statement.ts';
import { type QueryText, translateQuery } from './translate-query.ts';

/** More are not kept; the one that was not used for longest goes first. */
const mostTranslations = 256;

/** Translates over what the catalogue holds now; what was translated lately, over the same, is at hand. */
export function createTranslator(catalogue: Catalogue): (query: QueryText) => Statement {
  const kept = new Map<string, Statement>();
  let version = catalogue.version();

  return (query) => {
    if (version !== catalogue.version()) {
      version = catalogue.version();
      kept.clear();
    }
    const key = JSON.stringify(query);
    const statement = kept.get(key) ?? translateQuery(catalogue, query);
    kept.delete(key);
    kept.set(key, statement);
    const [oldest] = kept.keys();
    if (kept.size > mostTranslations && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}

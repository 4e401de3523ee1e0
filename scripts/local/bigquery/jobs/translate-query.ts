import { appendsOf } from '../append-log.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { defaultLocation } from '../services.ts';
import { GoogleSqlError } from '../sql/google-sql-error.ts';
import type { Parameter, Statement } from '../sql/statement.ts';
import { translate } from '../sql/translate.ts';
import { formatTableName, type TableName } from '../table-name.ts';

/** A statement as a client gives it. */
export interface QueryText {
  readonly text: string;
  readonly project: string;
  /** For names without a dataset; null where there is none. */
  readonly dataset: string | null;
  readonly parameters: readonly Parameter[];
}

function appendsOrRefuse(catalogue: Catalogue, name: TableName): string {
  const table = catalogue.find(name);
  if (table?.kind === 'table' && table.isAppendOnly) return appendsOf(name);
  throw new GoogleSqlError(
    'notImplemented',
    `The local BigQuery does not support APPENDS of ${formatTableName(name)}: it knows the times of rows only of a table from which none was ever changed or removed`,
    null,
  );
}

/** Translates a statement over what the catalogue holds now. Throws a GoogleSqlError. */
export function translateQuery(
  catalogue: Catalogue,
  { text, project, dataset, parameters }: QueryText,
): Statement {
  return translate(text, {
    project,
    dataset,
    parameters,
    appends: (name) => appendsOrRefuse(catalogue, name),
    find: (name) => {
      if (catalogue.findDataset(name) === undefined) {
        throw new GoogleSqlError(
          'notFound',
          `Not found: Dataset ${name.project}:${name.dataset} was not found in location ${defaultLocation}`,
          null,
        );
      }
      return catalogue.find(name) ?? null;
    },
  });
}

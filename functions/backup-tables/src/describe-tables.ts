import type { Manifest } from '@cutover/shared/domain/backup/manifest.ts';
import type { SetStore } from '@cutover/shared/domain/backup/set-store.ts';

/** A set's tables without what only a reader of the files needs, which the manifest tells. */
export function describeTables({ tables }: Manifest, store: Pick<SetStore, 'addressOf'>) {
  return tables.map(({ avro_schema: _schema, contract, ddl: _ddl, object, ...table }) => ({
    ...table,
    object: store.addressOf(object),
    columns: contract.columns.map(({ name, sqlType }) => ({ name, sql_type: sqlType })),
  }));
}

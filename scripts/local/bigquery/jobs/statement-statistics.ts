import type { Catalogue } from '../catalogue/catalogue.ts';
import { estimateBytes } from '../catalogue/estimate-bytes.ts';
import { toFields } from '../catalogue/schema.ts';
import type { Statement } from '../sql/statement.ts';
import type { TableName } from '../table-name.ts';

const referenceOf = ({ project, dataset, table }: TableName) => ({
  projectId: project,
  datasetId: dataset,
  tableId: table,
});

/** What the statistics of a query's job say of its statement; `more` is what running it has shown. */
export function describeStatement(
  catalogue: Catalogue,
  { kind, reads, columns }: Statement,
  more: object = {},
) {
  const tables = reads.flatMap((name) => catalogue.find(name) ?? []);
  const bytes = String(tables.reduce((sum, table) => sum + estimateBytes(table), 0));
  return {
    totalBytesProcessed: bytes,
    query: {
      statementType: kind,
      totalBytesProcessed: bytes,
      totalBytesBilled: '0',
      cacheHit: false,
      ...(reads.length === 0 ? {} : { referencedTables: reads.map(referenceOf) }),
      ...(kind === 'SELECT' ? { schema: { fields: toFields(columns) } } : {}),
      ...more,
    },
  };
}

/** What a job's statistics say of the table or dataset that DDL is about. */
export const describeTarget = (operation: string, name: TableName) => ({
  ddlOperationPerformed: operation,
  ...(name.table === ''
    ? { ddlTargetDataset: { projectId: name.project, datasetId: name.dataset } }
    : { ddlTargetTable: referenceOf(name) }),
});

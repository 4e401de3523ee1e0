import { BigQueryError, invalid, notSupported } from '../api-error.ts';
import type { Column } from '../google-type.ts';
import type { Definition } from '../sql/statement.ts';
import type { TableSettings } from './table-settings.ts';

const partitionKinds = ['DATE', 'TIMESTAMP', 'DATETIME'];

function requireColumn(columns: readonly Column[], name: string, kinds: readonly string[]) {
  const column = columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) {
    throw invalid(
      `The field specified for partitioning or clustering can't be found in the schema: ${name}.`,
    );
  }
  if (kinds.length > 0 && !kinds.includes(column.type.kind)) {
    throw invalid(
      `The field specified for partitioning must be of type ${kinds.join(' or ')}: ${name} is ${column.type.kind}.`,
    );
  }
}

/** Throws where a table is to be partitioned or clustered by what can't be. */
export function checkPartitions(columns: readonly Column[], settings: TableSettings): void {
  const { timePartitioning, rangePartitioning, clustering } = settings;
  if (timePartitioning && rangePartitioning) {
    throw invalid('A table has one of timePartitioning and rangePartitioning');
  }
  if (timePartitioning) requireColumn(columns, timePartitioning.field, partitionKinds);
  if (rangePartitioning) requireColumn(columns, rangePartitioning.field, ['INT64']);
  for (const field of clustering?.fields ?? []) requireColumn(columns, field, []);
}

const range =
  /^RANGE_BUCKET\s*\(\s*`?(\w+)`?\s*,\s*GENERATE_ARRAY\s*\(\s*(-?\d+)\s*,\s*(-?\d+)\s*(?:,\s*(\d+)\s*)?\)\s*\)$/i;
const truncated =
  /^(?:DATE|TIMESTAMP|DATETIME)_TRUNC\s*\(\s*`?(\w+)`?\s*,\s*(HOUR|DAY|MONTH|YEAR)\s*\)$/i;
const daily = /^(?:DATE\s*\(\s*`?(\w+)`?\s*\)|`?(\w+)`?)$/i;

type PartitionType = NonNullable<TableSettings['timePartitioning']>['type'];

function readPartitionBy(clause: string): TableSettings {
  const text = clause.trim();
  const [, field, start, end, interval = '1'] = range.exec(text) ?? [];
  if (field !== undefined && start !== undefined && end !== undefined) {
    return { rangePartitioning: { field, range: { start, end, interval } } };
  }
  const [, column, unit] = truncated.exec(text) ?? [];
  if (column !== undefined && unit !== undefined) {
    return { timePartitioning: { type: unit.toUpperCase() as PartitionType, field: column } };
  }
  const [, cast, plain] = daily.exec(text) ?? [];
  const day = cast ?? plain;
  if (day === undefined) {
    throw new BigQueryError(
      'invalidQuery',
      `PARTITION BY expression must be DATE(<timestamp_column>), a date column, or one of the _TRUNC functions: ${text}`,
    );
  }
  if (/^_PARTITION/i.test(day)) throw notSupported('tables partitioned by ingestion time');
  return { timePartitioning: { type: 'DAY', field: day } };
}

/** What the PARTITION BY, CLUSTER BY and description of CREATE are as settings of the API. */
export function settingsOf({ partitionBy, clusterBy, description }: Definition): TableSettings {
  return {
    ...(description === null ? {} : { description }),
    ...(partitionBy === null ? {} : readPartitionBy(partitionBy)),
    ...(clusterBy.length === 0 ? {} : { clustering: { fields: [...clusterBy] } }),
  };
}

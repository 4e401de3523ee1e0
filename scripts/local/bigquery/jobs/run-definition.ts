import { BigQueryError, invalid, notSupported } from '../api-error.ts';
import { createDataset, dropDataset } from '../catalogue/change-datasets.ts';
import { dropTable, newTable, requireFreeName } from '../catalogue/change-tables.ts';
import { countRows } from '../catalogue/count-rows.ts';
import { checkPartitions, settingsOf } from '../catalogue/partitions.ts';
import { toFields } from '../catalogue/schema.ts';
import type { Transaction } from '../engine/database.ts';
import { defaultLocation, type Services } from '../services.ts';
import type { Definition, StatementKind } from '../sql/statement.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';
import {
  type BoundStatement,
  bindStatement,
  type QueryWork,
  requireTarget,
} from './bind-statement.ts';
import type { Outcome, RunningJob } from './job.ts';
import { describeStatement, describeTarget } from './statement-statistics.ts';

interface DefinitionRun {
  readonly services: Services;
  readonly transaction: Transaction;
  readonly statement: BoundStatement;
  readonly target: TableName;
  readonly definition: Definition;
}

/** What DDL has done, in the words of `ddlOperationPerformed`. */
type Operation = 'CREATE' | 'REPLACE' | 'SKIP' | 'DROP' | 'ALTER';

async function createSchema(run: DefinitionRun): Promise<Operation> {
  const { services, transaction, target, definition } = run;
  const { project, dataset } = target;
  if (definition.tolerant && services.catalogue.findDataset(target) !== undefined) return 'SKIP';
  const now = Date.now();
  const { description } = definition;
  await createDataset(transaction, services.catalogue, {
    project,
    dataset,
    created: now,
    modified: now,
    location: defaultLocation,
    settings: description === null ? {} : { description },
  });
  return 'CREATE';
}

async function dropSchema(run: DefinitionRun): Promise<Operation> {
  const { services, transaction, target, definition } = run;
  const { catalogue } = services;
  if (definition.tolerant && catalogue.findDataset(target) === undefined) return 'SKIP';
  await dropDataset(transaction, catalogue, target, definition.cascade);
  return 'DROP';
}

async function createRelation(run: DefinitionRun): Promise<Operation> {
  const { services, transaction, statement, target, definition } = run;
  const { catalogue } = services;
  const kind = statement.kind === 'CREATE_VIEW' ? 'view' : 'table';
  const existing = catalogue.find(target);
  if (existing !== undefined && definition.tolerant) return 'SKIP';
  if (existing !== undefined && definition.orReplace) {
    if (existing.kind !== kind) {
      throw invalid(`${formatTableName(target)} is not of the kind that CREATE OR REPLACE makes`);
    }
    await dropTable(transaction, catalogue, existing);
  } else requireFreeName(catalogue, target);
  const settings = settingsOf(definition);
  checkPartitions(statement.columns, settings);
  await transaction.run(statement.sql, statement.values);
  const fields = toFields(statement.columns);
  const table = newTable({ name: target, kind, fields, settings, query: definition.query });
  await catalogue.putTable(transaction, table);
  if (statement.kind === 'CREATE_TABLE_AS_SELECT') {
    const added = await countRows(transaction, relationOf(target));
    await catalogue.noteAppend(transaction, table, 0, added);
  }
  return existing === undefined ? 'CREATE' : 'REPLACE';
}

async function dropRelation(run: DefinitionRun): Promise<Operation> {
  const { services, transaction, statement, target, definition } = run;
  const { catalogue } = services;
  if (definition.tolerant && catalogue.find(target) === undefined) return 'SKIP';
  const table = catalogue.require(target);
  if (table.kind !== (statement.kind === 'DROP_VIEW' ? 'view' : 'table')) {
    const is = `${formatTableName(target)} is a ${table.kind}`;
    throw new BigQueryError('invalidQuery', `${statement.kind.replace('_', ' ')}: ${is}`);
  }
  await dropTable(transaction, catalogue, table);
  return 'DROP';
}

async function alterTable(run: DefinitionRun): Promise<Operation> {
  const { services, transaction, statement, target } = run;
  const { columns: _, rowCount: __, ...table } = services.catalogue.require(target);
  await transaction.run(statement.sql, statement.values);
  const fields = toFields(statement.columns);
  await services.catalogue.putTable(transaction, { ...table, fields, modified: Date.now() });
  return 'ALTER';
}

const operations: Partial<Record<StatementKind, (run: DefinitionRun) => Promise<Operation>>> = {
  CREATE_SCHEMA: createSchema,
  DROP_SCHEMA: dropSchema,
  CREATE_TABLE: createRelation,
  CREATE_TABLE_AS_SELECT: createRelation,
  CREATE_VIEW: createRelation,
  DROP_TABLE: dropRelation,
  DROP_VIEW: dropRelation,
  ALTER_TABLE: alterTable,
};

/** Runs a statement that makes, alters or removes a dataset, table or view. */
export function runDefinition(
  services: Services,
  work: QueryWork,
  job: RunningJob,
): Promise<Outcome> {
  return services.database.alter(async (transaction) => {
    const statement = bindStatement(services, work);
    job.begin(transaction);
    const { kind, definition } = statement;
    const operate = operations[kind];
    if (operate === undefined || definition === null) throw notSupported(`the statement ${kind}`);
    const target = requireTarget(statement);
    const operation = await operate({ services, transaction, statement, target, definition });
    const described = describeTarget(operation, target);
    const statistics = describeStatement(services.catalogue, statement, described);
    const outcome = { statistics, result: null };
    await job.keep(transaction, outcome);
    return outcome;
  });
}

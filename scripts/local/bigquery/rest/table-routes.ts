import { invalid } from '../api-error.ts';
import { changeSchema } from '../catalogue/change-schema.ts';
import { dropTable } from '../catalogue/change-tables.ts';
import { createTable, createView, replaceView } from '../catalogue/create-tables.ts';
import type { CatalogueTable } from '../catalogue/stored.ts';
import { readTableSettings } from '../catalogue/table-settings.ts';
import type { TableName } from '../table-name.ts';
import { type Call, readJson, sendJson, sendNothing } from './call.ts';
import { etagOf, requireMatch } from './etag.ts';
import { mergePatch } from './merge-patch.ts';
import { cutPage } from './page.ts';
import { readResource } from './read-resource.ts';
import { tableEtag, tableSchema, toTableResource, toTableSummary } from './table-resource.ts';

export function tableNameOf({ params }: Call): TableName {
  const { projectId: project = '', datasetId: dataset = '', tableId: table = '' } = params;
  return { project, dataset, table };
}

function describe({ services, origin }: Call, table: CatalogueTable) {
  return toTableResource(table, origin, services.catalogue.requireDataset(table.name).location);
}

const sendTable = (call: Call, table: CatalogueTable) => sendJson(call, describe(call, table));

/** GET /tables */
export async function listTables(call: Call): Promise<void> {
  const { catalogue } = call.services;
  const name = tableNameOf(call);
  catalogue.requireDataset(name);
  const all = catalogue.tables(name);
  const { items, next } = cutPage(all, call.query);
  const tables = items.map(toTableSummary);
  sendJson(call, {
    kind: 'bigquery#tableList',
    etag: etagOf(tables),
    ...next,
    tables,
    totalItems: all.length,
  });
}

/** GET /tables/:tableId */
export async function getTable(call: Call): Promise<void> {
  sendTable(call, call.services.catalogue.require(tableNameOf(call)));
}

/** POST /tables: a table by its schema, or a view by its query. */
export async function insertTable(call: Call): Promise<void> {
  const { database, catalogue } = call.services;
  const resource = readResource(tableSchema, await readJson(call));
  const name = { ...tableNameOf(call), table: resource.tableReference.tableId };
  const { schema, view } = resource;
  const settings = readTableSettings(resource);
  const fields = schema?.fields ?? [];
  await database.alter(async (transaction) => {
    if (view === undefined) await createTable(transaction, catalogue, { name, fields, settings });
    else await createView(transaction, catalogue, { name, query: view.query, settings });
  });
  sendTable(call, catalogue.require(name));
}

async function changeTable(call: Call, change: (current: object, sent: unknown) => unknown) {
  const sent = await readJson(call);
  const { database, catalogue } = call.services;
  const name = tableNameOf(call);
  await database.alter(async (transaction) => {
    const current = catalogue.require(name);
    requireMatch(call, tableEtag(current));
    const resource = readResource(tableSchema, change(describe(call, current), sent));
    const settings = readTableSettings(resource);
    if (etagOf([settings.timePartitioning, settings.rangePartitioning]) !== partitionsOf(current)) {
      throw invalid('Cannot change partitioning spec for a table');
    }
    const { columns: _, rowCount: __, ...stored } = current;
    const modified = Math.max(Date.now(), current.modified + 1);
    const changed = { ...stored, settings, modified };
    const query = resource.view?.query ?? null;
    if (query !== null && current.kind === 'view' && query !== current.query) {
      return replaceView(transaction, catalogue, changed, query);
    }
    const wanted = resource.schema?.fields ?? current.fields;
    const fields = await changeSchema(transaction, current, wanted);
    await catalogue.putTable(transaction, { ...changed, fields });
  });
  sendTable(call, catalogue.require(name));
}

const partitionsOf = ({ settings }: CatalogueTable) =>
  etagOf([settings.timePartitioning, settings.rangePartitioning]);

/** PATCH /tables/:tableId */
export const patchTable = (call: Call): Promise<void> => changeTable(call, mergePatch);

/** PUT /tables/:tableId */
export const updateTable = (call: Call): Promise<void> => changeTable(call, (_, sent) => sent);

/** DELETE /tables/:tableId */
export async function deleteTable(call: Call): Promise<void> {
  const { database, catalogue } = call.services;
  await database.alter((transaction) =>
    dropTable(transaction, catalogue, catalogue.require(tableNameOf(call))),
  );
  sendNothing(call);
}

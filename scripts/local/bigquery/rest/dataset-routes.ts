import { invalid, notSupported } from '../api-error.ts';
import { createDataset, dropDataset } from '../catalogue/change-datasets.ts';
import type { DatasetName } from '../catalogue/stored.ts';
import { defaultLocation } from '../services.ts';
import { type Call, isTrue, readJson, sendJson, sendNothing } from './call.ts';
import { datasetSchema, readDatasetSettings, toDatasetResource } from './dataset-resource.ts';
import { etagOf, requireMatch } from './etag.ts';
import { mergePatch } from './merge-patch.ts';
import { cutPage } from './page.ts';
import { readResource } from './read-resource.ts';

function nameOf({ params }: Call): DatasetName {
  const { projectId: project = '', datasetId: dataset = '' } = params;
  return { project, dataset };
}

/** GET /datasets */
export async function listDatasets(call: Call): Promise<void> {
  const { projectId: project = '' } = call.params;
  if (call.query.has('filter')) throw notSupported('the parameter filter');
  const all = call.services.catalogue.datasets(project);
  const { items, next } = cutPage(all, call.query);
  const datasets = items.map((each) => {
    const { kind: _, datasetReference, id, location, ...rest } = toDatasetResource(each, '');
    const { labels, friendlyName } = readDatasetSettings(rest);
    return { kind: 'bigquery#dataset', id, datasetReference, location, labels, friendlyName };
  });
  sendJson(call, { kind: 'bigquery#datasetList', etag: etagOf(datasets), ...next, datasets });
}

/** GET /datasets/:datasetId */
export async function getDataset(call: Call): Promise<void> {
  const dataset = call.services.catalogue.requireDataset(nameOf(call));
  sendJson(call, toDatasetResource(dataset, call.origin));
}

/** POST /datasets */
export async function insertDataset(call: Call): Promise<void> {
  const { projectId: project = '' } = call.params;
  const resource = readResource(datasetSchema, await readJson(call));
  const { datasetId: dataset, projectId = project } = resource.datasetReference;
  if (projectId !== project) throw invalid(`The project of the dataset is not ${project}`);
  const now = Date.now();
  const stored = {
    project,
    dataset,
    created: now,
    modified: now,
    location: resource.location ?? defaultLocation,
    settings: readDatasetSettings(resource),
  };
  const { database, catalogue } = call.services;
  await database.alter((transaction) => createDataset(transaction, catalogue, stored));
  sendJson(call, toDatasetResource(stored, call.origin));
}

async function changeDataset(call: Call, change: (current: object, sent: unknown) => unknown) {
  const sent = await readJson(call);
  const { database, catalogue } = call.services;
  const stored = await database.alter(async (transaction) => {
    const current = catalogue.requireDataset(nameOf(call));
    requireMatch(call, toDatasetResource(current, '').etag);
    const resource = readResource(datasetSchema, change(toDatasetResource(current, ''), sent));
    if (resource.location !== undefined && resource.location !== current.location) {
      throw invalid("A dataset's location can't be changed");
    }
    const changed = {
      ...current,
      modified: Math.max(Date.now(), current.modified + 1),
      settings: readDatasetSettings(resource),
    };
    await catalogue.putDataset(transaction, changed);
    return changed;
  });
  sendJson(call, toDatasetResource(stored, call.origin));
}

/** PATCH /datasets/:datasetId */
export const patchDataset = (call: Call): Promise<void> => changeDataset(call, mergePatch);

/** PUT /datasets/:datasetId */
export const updateDataset = (call: Call): Promise<void> => changeDataset(call, (_, sent) => sent);

/** DELETE /datasets/:datasetId; with its tables only where deleteContents says so. */
export async function deleteDataset(call: Call): Promise<void> {
  const withContents = isTrue(call.query, 'deleteContents');
  const { database, catalogue } = call.services;
  await database.alter((transaction) =>
    dropDataset(transaction, catalogue, nameOf(call), withContents),
  );
  sendNothing(call);
}

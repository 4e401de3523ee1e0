import { type Call, sendJson } from './call.ts';
import { cutPage } from './page.ts';

/** GET /projects: those that have datasets, and the one that the server was started for. */
export async function listProjects(call: Call): Promise<void> {
  const { catalogue, project } = call.services;
  const all = [...new Set([project, ...catalogue.projects()])];
  const { items, next } = cutPage(all, call.query);
  const projects = items.map((id) => ({
    kind: 'bigquery#project',
    id,
    numericId: '1',
    projectReference: { projectId: id },
    friendlyName: id,
  }));
  sendJson(call, { kind: 'bigquery#projectList', ...next, projects, totalItems: all.length });
}

import type { Keys, ResourceName } from '@cutover/shared/domain/tracking/resource.ts';
import { healthRoute } from '@cutover/shared/runtime/health-route.ts';
import type { Route } from '@cutover/shared/runtime/route.ts';
import { historyRoute } from './history-route.ts';
import { overviewRoute } from './overview-route.ts';
import { phaseRoutes } from './phase-routes.ts';
import type { Ports } from './ports.ts';
import { readRecords } from './read-records.ts';
import type { Resource } from './resource.ts';
import { entities } from './resources/entities.ts';
import { entityObjects } from './resources/entity-objects.ts';
import { phases } from './resources/phases.ts';
import { progress } from './resources/progress.ts';
import { createRecord, deleteRecord, replaceRecord } from './write-routes.ts';

const recordRoutes = <R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Route<Ports>[] => [
  readRecords(resource),
  createRecord(resource),
  replaceRecord(resource),
  deleteRecord(resource),
];

export const checkPorts = ({ ping }: Ports): Promise<void> => ping();

export const routes: readonly Route<Ports>[] = [
  ...recordRoutes(phases),
  ...recordRoutes(progress),
  ...recordRoutes(entities),
  ...recordRoutes(entityObjects),
  ...phaseRoutes,
  overviewRoute,
  historyRoute,
  healthRoute(checkPorts, '/health-check'),
];

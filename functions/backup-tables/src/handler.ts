import type { Route } from '@cutover/shared/runtime/route.ts';
import { backUpRoute } from './back-up-route.ts';
import { drillRoute } from './drill-route.ts';
import type { Ports } from './ports.ts';
import { listRoute, setRoute } from './read-routes.ts';
import { retentionRoutes } from './retention-routes.ts';
import { verifyRoute } from './verify-route.ts';

export const routes: readonly Route<Ports>[] = [
  backUpRoute,
  listRoute,
  setRoute,
  verifyRoute,
  drillRoute,
  ...retentionRoutes,
];

import type { Route } from '@cutover/shared/runtime/route.ts';
import type { Ports } from './ports.ts';
import { truncateRoute } from './truncate-route.ts';

export const routes: readonly Route<Ports>[] = [truncateRoute];

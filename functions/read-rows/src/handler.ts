import type { Route } from '@cutover/shared/runtime/route.ts';
import { contractRoute } from './contract-route.ts';
import type { Ports } from './ports.ts';
import { rowsRoute } from './rows-route.ts';
import { tablesRoute } from './tables-route.ts';

export const routes: readonly Route<Ports>[] = [tablesRoute, contractRoute, rowsRoute];

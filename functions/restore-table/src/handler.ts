import type { Route } from '@cutover/shared/runtime/route.ts';
import { journalRoute } from './journal-route.ts';
import type { Ports } from './ports.ts';
import { restoreRoute } from './restore-route.ts';

export const routes: readonly Route<Ports>[] = [restoreRoute, journalRoute];

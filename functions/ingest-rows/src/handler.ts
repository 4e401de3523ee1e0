import type { Route } from '@cutover/shared/runtime/route.ts';
import type { Ports } from './ports.ts';
import { uploadFileRoute } from './upload-file-route.ts';

export const routes: readonly Route<Ports>[] = [uploadFileRoute];

import { accessSettings, mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  RESULTS_BUCKET: z.string(),
  BACKUPS_BUCKET: z.string(),
  REPORTS_DATASET: z.string(),
});

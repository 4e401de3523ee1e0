import { accessSettings, mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  BIGQUERY_DATASET: z.string(),
});

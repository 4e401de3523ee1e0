import { accessSettings, mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  TABLES_CONFIG: z.string().optional(),
});

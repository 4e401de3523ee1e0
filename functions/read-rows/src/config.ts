import { mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  TABLES_CONFIG: z.string().optional(),
});

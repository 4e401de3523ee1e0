import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { accessSettings, mysqlSettings, numberSetting } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  BACKUPS_BUCKET: z.string(),
  BACKUP_CONNECTIONS: numberSetting(1, 8, 2),
  BACKUP_MIB_PER_SECOND: numberSetting(1, 1000, 20),
  LEASE_SECONDS: numberSetting(10, 86_400, 900),
  BIGQUERY_DATASET: z.string().default('migration_status'),
  DEFAULT_ENTITY_ID: wholeNumberParameter('the id').optional(),
});

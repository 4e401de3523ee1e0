import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { accessSettings, mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  BACKUPS_BUCKET: z.string(),
  BIGQUERY_DATASET: z.string().default('migration_status'),
  DEFAULT_ENTITY_ID: wholeNumberParameter('the id').optional(),
});

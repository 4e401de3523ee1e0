import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { deadlineSetting, mysqlSettings, numberSetting } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  RESULTS_BUCKET: z.string(),
  TABLES_CONFIG: z.string().optional(),
  CHUNK_ROWS: numberSetting(1, 1_000_000, 35_000),
  LEASE_SECONDS: numberSetting(1, 3600, 60),
  DEADLINE_SECONDS: deadlineSetting,
  BIGQUERY_DATASET: z.string().default('migration_status'),
  DEFAULT_ENTITY_ID: wholeNumberParameter('the id').optional(),
});

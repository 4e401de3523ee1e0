import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import {
  accessSettings,
  deadlineSetting,
  mysqlSettings,
  numberSetting,
} from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  DROP_BUCKET: z.string(),
  RESULTS_BUCKET: z.string(),
  SOURCE_BUCKETS: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .optional(),
  TABLES_CONFIG: z.string().optional(),
  CHUNK_ROWS: numberSetting(1, 1_000_000, 35_000),
  LEASE_SECONDS: numberSetting(1, 3600, 60),
  DEADLINE_SECONDS: deadlineSetting,
  IDEMPOTENCY_HOURS: numberSetting(1, 8760, 24),
  BIGQUERY_DATASET: z.string().default('migration_status'),
  DEFAULT_ENTITY_ID: wholeNumberParameter('the id').optional(),
});

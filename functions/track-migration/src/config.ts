import * as z from 'zod';

export const configSchema = z.object({ BIGQUERY_DATASET: z.string() });

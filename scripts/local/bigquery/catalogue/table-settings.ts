import * as z from 'zod';

const partitionTypes = ['HOUR', 'DAY', 'MONTH', 'YEAR'] as const;

/** What a client may say of a table beside its schema. Partitions and clusters are kept and shown. */
export const settingsSchema = z.object({
  friendlyName: z.string().optional(),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  timePartitioning: z
    .strictObject({
      type: z.enum(partitionTypes),
      field: z.string(),
      requirePartitionFilter: z.literal(false).optional(),
    })
    .optional(),
  rangePartitioning: z
    .strictObject({
      field: z.string(),
      range: z.strictObject({ start: z.string(), end: z.string(), interval: z.string() }),
    })
    .optional(),
  clustering: z.strictObject({ fields: z.array(z.string()).min(1).max(4) }).optional(),
  tableConstraints: z.record(z.string(), z.unknown()).optional(),
});

export type TableSettings = z.infer<typeof settingsSchema>;

/** Of a resource that was read already. */
export const readTableSettings = (resource: object): TableSettings =>
  settingsSchema.parse(resource);

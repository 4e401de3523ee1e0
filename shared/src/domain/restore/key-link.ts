import * as z from 'zod';

/** What becomes of a row whose parent goes or changes; null is what the server does when it is not told. */
const rule = z.enum(['RESTRICT', 'NO ACTION', 'CASCADE', 'SET NULL', 'SET DEFAULT']).nullable();

export const keyLinkSchema = z.strictObject({
  table: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  parentTable: z.string(),
  parentColumns: z.array(z.string()),
  onDelete: rule,
  onUpdate: rule,
});

/** A foreign key with all that it takes to make it anew. */
export type KeyLink = z.infer<typeof keyLinkSchema>;

/** Changes of one table's foreign keys, made by one statement. */
export interface KeyStep {
  readonly table: string;
  /** Names. No key that is added has one of them: the database refuses that in one statement. */
  readonly drop: readonly string[];
  readonly add: readonly KeyLink[];
}

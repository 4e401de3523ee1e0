import * as z from 'zod';
import { keyLinkSchema } from './key-link.ts';

const swapSchema = z.strictObject({
  table: z.string(),
  /** The table that takes its name; null where there is to be none. */
  replacement: z.string().nullable(),
  /** The name that the table itself takes; null where there is none yet. */
  kept: z.string().nullable(),
});

/** The change of names of one table. */
export type Swap = z.infer<typeof swapSchema>;

export const swapPlanSchema = z.strictObject({
  swaps: z.array(swapSchema),
  /** Every foreign key that the tables have, and that others have to them, when all is done. */
  links: z.array(keyLinkSchema),
});

/** What a replacement of tables' rows comes to; the journal has it as JSON. */
export type SwapPlan = z.infer<typeof swapPlanSchema>;

/** The tables that take another one's name. */
export const replacementsOf = ({ swaps }: SwapPlan): string[] =>
  swaps.flatMap(({ replacement }) => replacement ?? []);

/** The tables that hold the replaced rows afterwards. */
export const keptOf = ({ swaps }: SwapPlan): string[] => swaps.flatMap(({ kept }) => kept ?? []);

/** The tables that are there before. */
export const presentTables = ({ swaps }: SwapPlan): string[] =>
  swaps.flatMap(({ table, kept }) => (kept === null ? [] : table));

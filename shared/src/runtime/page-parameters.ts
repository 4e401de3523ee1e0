import * as z from 'zod';
import type { PageRequest } from '../domain/page.ts';

const mostItems = 1000;
const usualItems = 100;
const wrongLimit = `limit must be a whole number from 1 to ${mostItems}.`;

/** Which part of a list is asked for: how many items, and behind which page. */
export const pageParameters = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, wrongLimit)
    .transform(Number)
    .pipe(z.number().min(1, wrongLimit).max(mostItems, wrongLimit))
    .optional()
    .meta({
      description: `How many items: 1 to ${mostItems}, ${usualItems} where it is left out.`,
    }),
  cursor: z
    .string()
    .min(1, 'cursor must be the next of the page before.')
    .optional()
    .meta({ description: 'The next of the page before.' }),
};

interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export function pageOf({ limit, cursor }: PageQuery): PageRequest {
  return { limit: limit ?? usualItems, cursor: cursor ?? null };
}

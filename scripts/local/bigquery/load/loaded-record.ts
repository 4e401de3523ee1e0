import type { NewRow } from '../engine/append-rows.ts';

/** A record as the values of the columns that were asked for, or what is wrong with it. */
export type LoadedRecord = { readonly values: NewRow } | { readonly fault: string };

import * as z from 'zod';
import { AppError } from '../app-error.ts';
import { type DateTime, dateTimeOf, dateTimeSchema } from './date-time.ts';
import { flagSchema, textSchema, wholeNumberSchema } from './field-schemas.ts';

/** The newest attempt of one entity at one phase. Earlier ones are in the history. */
export interface Progress {
  readonly step_id: number;
  readonly entity_id: number;
  /** Another start is another attempt. */
  readonly start_date_time: DateTime;
  /** null: the attempt goes on. */
  readonly end_date_time: DateTime | null;
  /** null: nobody has said yet. */
  readonly is_successful: boolean | null;
}

/** What a request says of a progress: what it leaves out is filled in by `completeProgress`. */
export interface ProgressInput extends Omit<Progress, 'start_date_time'> {
  readonly start_date_time: DateTime | null;
  /** Why a gate is passed although its evidence is missing; kept with the change. */
  readonly override_reason: string | null;
}

/** A progress on the wire. */
export const progressSchema = z
  .strictObject({
    step_id: wholeNumberSchema('step_id'),
    entity_id: wholeNumberSchema('entity_id'),
    start_date_time: dateTimeSchema.nullish(),
    end_date_time: dateTimeSchema.nullish(),
    is_successful: flagSchema('is_successful').nullish(),
    override_reason: textSchema('override_reason', 1, 512).nullish(),
  })
  .transform(
    (input): ProgressInput => ({
      ...input,
      start_date_time: input.start_date_time ?? null,
      end_date_time: input.end_date_time ?? null,
      is_successful: input.is_successful ?? null,
      override_reason: input.override_reason ?? null,
    }),
  );

/**
 * Fills in what the request leaves out. An absent start is that of the attempt which is replaced,
 * else now. An absent end is now where the request says how the attempt ended, else the attempt
 * goes on. Fails with `invalid-request` where the end is before the start.
 */
export function completeProgress(
  input: ProgressInput,
  now: Date,
  replaced: Progress | null,
): Progress {
  const { step_id, entity_id, is_successful } = input;
  const start = input.start_date_time ?? replaced?.start_date_time ?? dateTimeOf(now);
  const end = input.end_date_time ?? (is_successful === null ? null : dateTimeOf(now));
  if (end !== null && end < start) {
    const message = `end_date_time (${end}) is before start_date_time (${start}).`;
    throw new AppError('invalid-request', `The body is not valid. ${message}`, {
      details: [{ at: '/end_date_time', message }],
    });
  }
  return { step_id, entity_id, start_date_time: start, end_date_time: end, is_successful };
}

import * as z from 'zod';
import { chooseAlias, flagSchema, textSchema, wholeNumberSchema } from './field-schemas.ts';
import { type PhaseName, phaseNameSchema } from './phase-name.ts';

/** One stage of every move, as the project names, orders and describes it. */
export interface Phase {
  readonly step_id: number;
  readonly name: PhaseName;
  readonly description: string;
  /** The rank of the phase. */
  readonly orders: number;
  readonly is_optional: boolean;
  /** Another phase, or the phase itself. */
  readonly parent_step_id: number | null;
}

/** A phase on the wire; `optional` and `parent_id` are other names, absent ones are false and none. */
export const phaseSchema = z
  .strictObject({
    step_id: wholeNumberSchema('step_id'),
    name: phaseNameSchema,
    description: textSchema('description', 0, 512),
    orders: wholeNumberSchema('orders'),
    is_optional: flagSchema('is_optional').nullish(),
    optional: flagSchema('optional').nullish(),
    parent_step_id: wholeNumberSchema('parent_step_id').nullish(),
    parent_id: wholeNumberSchema('parent_id').nullish(),
  })
  .transform(({ optional, parent_id, is_optional, parent_step_id, ...rest }, context): Phase => {
    const flags = { is_optional, optional };
    const parents = { parent_step_id, parent_id };
    return {
      ...rest,
      is_optional: chooseAlias(flags, 'is_optional', 'optional', context) ?? false,
      parent_step_id: chooseAlias(parents, 'parent_step_id', 'parent_id', context) ?? null,
    };
  });

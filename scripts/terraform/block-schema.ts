import * as z from 'zod';

/** Whether a configuration must, may or can't give an attribute; `computed` ones can only be read. */
export type AttributeUse = 'required' | 'optional' | 'computed';

/** What a block of Terraform's language may hold: a resource's body, or a block within it. */
export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeUse>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

export interface NestedBlockSchema extends BlockSchema {
  readonly isRequired: boolean;
}

const attributesSchema = z.record(z.string(), z.enum(['required', 'optional', 'computed']));

const nestedBlockSchema: z.ZodType<NestedBlockSchema> = z.strictObject({
  isRequired: z.boolean(),
  attributes: attributesSchema,
  get blocks() {
    return z.record(z.string(), nestedBlockSchema);
  },
});

/** The shape of the files in `schemas/`: one resource or data source each. */
export const blockSchemaSchema: z.ZodType<BlockSchema> = z.strictObject({
  attributes: attributesSchema,
  blocks: z.record(z.string(), nestedBlockSchema),
});

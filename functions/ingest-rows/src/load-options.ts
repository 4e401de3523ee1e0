import { dropOptionsSchema } from '@cutover/shared/domain/ingest/drop-options.ts';
import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';

/** The options of a drop's metadata, as parameters of a request. Where they are not given, tables.yaml says. */
export const loadOptions = dropOptionsSchema
  .omit({ table: true, entity: true })
  .extend({ entity_id: wholeNumberParameter('entity_id').optional() })
  .strict();

/** The options as metadata of the file that they belong to. */
export const toMetadata = (options: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );

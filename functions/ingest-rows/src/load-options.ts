import { dropOptionsSchema } from '@cutover/shared/domain/ingest/drop-options.ts';

/** The options of a drop's metadata, as parameters of a request. Where they are not given, tables.yaml says. */
export const loadOptions = dropOptionsSchema.omit({ table: true }).strict();

/** The options as metadata of the file that they belong to. */
export const toMetadata = (options: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );

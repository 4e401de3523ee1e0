import * as z from 'zod';
import { chooseAlias, flagSchema, textSchema, wholeNumberSchema } from './field-schemas.ts';
import { type Environment, environments } from './phase-name.ts';

/** One application's database on its way from a source server to a target server. */
export interface Entity {
  readonly entity_id: number;
  readonly application_name: string;
  readonly source_server: string;
  readonly source_database: string;
  readonly target_server: string;
  readonly target_database: string | null;
  readonly is_spdb: boolean;
  readonly migration_type: string;
  /** Who moves it, or how far that is. */
  readonly migrator: string | null;
  /** Whose phases the entity is in now. */
  readonly env: Environment;
}

const shortNames: Readonly<Record<string, Environment>> = {
  dev: 'Development',
  prod: 'Production',
};

/** `Development` or `Production` in any case, or `dev` or `prod`. */
export const environmentSchema = z.string('env must be text.').transform((text, context) => {
  const lower = text.trim().toLowerCase();
  const found = environments.find((name) => name.toLowerCase() === lower) ?? shortNames[lower];
  if (found !== undefined) return found;
  const message = `There is no env ${JSON.stringify(text)}; there are Development and Production.`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const shortText = (name: string) => textSchema(name, 1, 50);
/** Servers and databases: as long as a host name can be. */
const longText = (name: string) => textSchema(name, 1, 255);

/** An entity on the wire; `source_database_name` and `target_database_name` are other names. */
export const entitySchema = z
  .strictObject({
    entity_id: wholeNumberSchema('entity_id'),
    application_name: shortText('application_name'),
    source_server: longText('source_server'),
    source_database: longText('source_database').nullish(),
    source_database_name: longText('source_database_name').nullish(),
    target_server: longText('target_server'),
    target_database: longText('target_database').nullish(),
    target_database_name: longText('target_database_name').nullish(),
    is_spdb: flagSchema('is_spdb').nullish(),
    migration_type: shortText('migration_type').nullish(),
    migrator: shortText('migrator').nullish(),
    env: environmentSchema.nullish(),
  })
  .transform((input, context): Entity => {
    const { source_database, source_database_name, target_database, target_database_name } = input;
    const sources = { source_database, source_database_name };
    const targets = { target_database, target_database_name };
    const source = chooseAlias(sources, 'source_database', 'source_database_name', context);
    if (source === undefined) {
      const message = 'source_database is missing.';
      context.addIssue({ code: 'custom', path: ['source_database'], message });
      return z.NEVER;
    }
    return {
      entity_id: input.entity_id,
      application_name: input.application_name,
      source_server: input.source_server,
      source_database: source,
      target_server: input.target_server,
      target_database:
        chooseAlias(targets, 'target_database', 'target_database_name', context) ?? null,
      is_spdb: input.is_spdb ?? false,
      migration_type: input.migration_type ?? 'Downtime',
      migrator: input.migrator ?? null,
      env: input.env ?? 'Development',
    };
  });

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlockSchema, blockSchemaSchema } from './block-schema.ts';

export const schemasFolder = join(import.meta.dirname, 'schemas');

/** The kinds of blocks whose bodies the provider rules. */
export type ProviderBlock = 'resource' | 'data';

/** `google_sql_user` is in `sql-user.json`; the data source of the same name in `data-sql-user.json`. */
export function schemaName(kind: ProviderBlock, type: string): string {
  const plain = type.replace(/^google_/, '').replaceAll('_', '-');
  const data = plain.startsWith('google-') ? plain : `google-${plain}`;
  return kind === 'data' ? `data-${data}` : plain;
}

/** Terraform's own resource, which no provider describes. */
const ownSchemas: Readonly<Record<string, BlockSchema>> = {
  terraform_data: {
    attributes: {
      input: 'optional',
      triggers_replace: 'optional',
      id: 'computed',
      output: 'computed',
    },
    blocks: {},
  },
};

const read = new Map<string, BlockSchema | undefined>();

/** What the provider says of a resource or data source; undefined where its schema is not kept here. */
export function findSchema(kind: ProviderBlock, type: string): BlockSchema | undefined {
  if (type in ownSchemas) return ownSchemas[type];
  const name = schemaName(kind, type);
  const file = join(schemasFolder, `${name}.json`);
  if (!read.has(name)) {
    const schema = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    read.set(name, schema === undefined ? undefined : blockSchemaSchema.parse(schema));
  }
  return read.get(name);
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';

const ending = '.up.sql';

/** The names of the repository's migrations, in the order of their numbers. */
export const migrationNames: readonly string[] = readdirSync(
  join(repositoryRoot, 'shared', 'migrations'),
)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))
  .sort();

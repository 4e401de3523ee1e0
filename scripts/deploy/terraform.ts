import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { runProgram } from '../local/run-program.ts';
import type { DeployOptions } from './options.ts';
import { runCommand } from './run-command.ts';

const planFile = 'release.tfplan';
/** What migrations and grants need of the installation. */
const databaseParts = [
  'google_sql_database.this',
  'google_sql_user.deployer',
  'google_sql_user.functions',
];

const migrationsSchema = z.record(z.string(), z.string());

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Terraform in one folder, with its state in the bucket of artifacts. */
export interface Terraform {
  init(): Promise<void>;
  plan(bundles: string): Promise<void>;
  /** Applies the plan that `plan` has made. */
  apply(): Promise<void>;
  /** Applies as much as migrations and grants need: the database and its users. */
  applyDatabase(bundles: string): Promise<void>;
  /** The variables by which migrations find the database. */
  readMigrations(): Promise<Record<string, string>>;
}

export function terraformIn({ folder, artifacts }: DeployOptions): Terraform {
  const run = (...args: string[]) => runCommand('terraform', [`-chdir=${folder}`, ...args]);
  const variables = (bundles: string) => [
    `-var=artifacts_bucket=${artifacts}`,
    `-var=bundles_file=${bundles}`,
    '-input=false',
  ];
  return {
    init: () =>
      run(
        'init',
        '-input=false',
        `-backend-config=bucket=${artifacts}`,
        '-backend-config=prefix=terraform',
      ),
    plan: (bundles) => run('plan', ...variables(bundles), `-out=${planFile}`),
    apply: () => run('apply', '-input=false', join(folder, planFile)),
    applyDatabase: (bundles) =>
      run(
        'apply',
        '-auto-approve',
        ...variables(bundles),
        ...databaseParts.map((part) => `-target=module.cutover.${part}`),
      ),
    async readMigrations() {
      const args = [`-chdir=${folder}`, 'output', '-json', 'migrations'];
      const { output, complaint } = await runProgram('terraform', args);
      const migrations = migrationsSchema.safeParse(parseJson(output));
      if (migrations.success) return migrations.data;
      throw new AppError('misconfigured', `Terraform tells no output "migrations". ${complaint}`);
    },
  };
}

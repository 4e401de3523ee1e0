import { join } from 'node:path';
import type { Bucket } from '@google-cloud/storage';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { DeployOptions } from './options.ts';
import {
  type Bundles,
  readBundles,
  readReleases,
  uploadBundles,
  writeBundlesFile,
  writeReleases,
} from './releases.ts';
import { runCommand } from './run-command.ts';
import { type Terraform, terraformIn } from './terraform.ts';

export interface Deployment {
  readonly options: DeployOptions;
  readonly bucket: Bucket;
  /** Where the bundles are. */
  readonly dist: string;
  readonly say: (line: string) => void;
}

/** Runs a script as npm does, also where there is only Node. */
const runScript = (name: string, args: readonly string[], environment?: Record<string, string>) =>
  runCommand(
    'node',
    [join('scripts', 'run.mjs'), join('scripts', `${name}.ts`), ...args],
    environment,
  );

/** Brings the installed database to the newest migration, and its users to what function.yaml states. */
async function migrate(terraform: Terraform, bundles: string): Promise<void> {
  await terraform.applyDatabase(bundles);
  const environment = await terraform.readMigrations();
  await runScript('migrate', ['up'], environment);
  await runScript(
    'migrate',
    ['grant', '--prefix', `${environment.CLOUD_SQL_INSTANCE?.split(':').at(-1)}-`],
    environment,
  );
}

async function release(
  { dist }: Deployment,
  terraform: Terraform,
  bundles: Bundles,
): Promise<void> {
  await terraform.plan(await writeBundlesFile(dist, bundles));
  await terraform.apply();
}

async function tryOut({ options, say }: Deployment): Promise<void> {
  if (options.url === undefined) return say('Nothing was tried: --url names no suite.');
  await runScript('smoke', [options.url]);
}

async function apply(deployment: Deployment, terraform: Terraform): Promise<void> {
  const { bucket, dist, say } = deployment;
  const bundles = readBundles(dist);
  const { current } = await readReleases(bucket);
  await migrate(terraform, await writeBundlesFile(dist, bundles));
  try {
    await release(deployment, terraform, bundles);
    await tryOut(deployment);
  } catch (error) {
    if (current === null) throw error;
    say('The release does not work; the one before it is applied again.');
    await release(deployment, terraform, current);
    throw error;
  }
  await writeReleases(bucket, { current: bundles, previous: current });
}

async function rollBack(deployment: Deployment, terraform: Terraform): Promise<void> {
  const { current, previous } = await readReleases(deployment.bucket);
  if (previous === null) throw new AppError('not-found', 'There is no release before this one.');
  await release(deployment, terraform, previous);
  await writeReleases(deployment.bucket, { current: previous, previous: current });
}

/**
 * Does one stage of a deployment. Migrations only add, so that the release before goes on working
 * with a newer database: taking a release back does not touch it.
 */
export async function deploy(deployment: Deployment): Promise<void> {
  const { options, bucket, dist, say } = deployment;
  if (options.stage === 'upload') {
    const uploaded = await uploadBundles(bucket, dist);
    return say(`${uploaded.length} bundles are new in gs://${bucket.name}.`);
  }
  const terraform = terraformIn(options);
  await terraform.init();
  if (options.stage === 'plan') {
    return terraform.plan(await writeBundlesFile(dist, readBundles(dist)));
  }
  await (options.stage === 'apply'
    ? apply(deployment, terraform)
    : rollBack(deployment, terraform));
}

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/src/domain/app-error.ts';

export const stages = ['upload', 'plan', 'apply', 'rollback'] as const;

export type Stage = (typeof stages)[number];

export interface DeployOptions {
  readonly stage: Stage;
  /** Folder of the Terraform root to apply: one of the examples, or one's own like them. */
  readonly folder: string;
  /** Bucket of bundles, releases and Terraform's state. */
  readonly artifacts: string;
  /** Folder of the bundles. */
  readonly dist: string;
  /** Where the suite is called after it is deployed; without it nothing is tried. */
  readonly url: string | undefined;
}

export const usage = `npm run deploy -- upload|plan|apply|rollback --artifacts BUCKET [--terraform DIR] [--dist DIR] [--url URL]

  upload    puts the bundles of npm run build into the bucket
  plan      shows what Terraform would change
  apply     migrates the database, applies the plan, tries the suite at URL, and takes the release back
            where that fails
  rollback  applies the release before the one that runs

Terraform's folder is terraform/examples/smallest unless it is named; its variables stand in terraform.tfvars there,
or in TF_VAR_… variables. The bucket is there already: gcloud storage buckets create gs://BUCKET.`;

/** Reads the command line; throws `misconfigured` with the usage where it is not one. */
export function readDeployOptions(argv: readonly string[]): DeployOptions {
  const refuse = (reason: string) => new AppError('misconfigured', `${reason}\n\n${usage}`);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        artifacts: { type: 'string' },
        terraform: { type: 'string', default: 'terraform/examples/smallest' },
        url: { type: 'string' },
        dist: { type: 'string', default: 'dist' },
      },
    });
    const stage = stages.find((name) => name === positionals[0]);
    if (stage === undefined || positionals.length > 1) throw refuse('Name one stage.');
    if (!values.artifacts) throw refuse('--artifacts must name a bucket.');
    const { artifacts, url, terraform, dist } = values;
    return { stage, folder: resolve(terraform), dist: resolve(dist), artifacts, url };
  } catch (error) {
    throw error instanceof AppError ? error : refuse(String((error as Error).message));
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { AppError } from '../shared/src/domain/app-error.ts';
import { databaseAccessSchema } from './grants/database-access.ts';
import { createRouteTable } from './local/route-table.ts';
import { parseCron } from './local/scheduler/cron.ts';

/** Where a variable's value comes from; the local cloud, the build and Terraform each fill it in. */
export const variableSources = [
  'mysql.host',
  'mysql.port',
  'mysql.user',
  'mysql.password',
  'mysql.database',
  'mysql.instance',
  'mysql.ip-type',
  'buckets.drop',
  'buckets.results',
  'buckets.backups',
  'bigquery.dataset',
  'bigquery.reports',
  'access.keys',
  'access.audience',
  'access.google-audience',
  'access.callers',
  'access.certs',
  'access.signing-keys',
  'access.encryption-keys',
  'access.admin-username',
  'access.admin-password',
] as const;

const bucketNames = ['drop', 'results', 'backups'] as const;

const roleTargets = [
  'mysql',
  'project',
  'buckets.drop',
  'buckets.results',
  'buckets.backups',
  'bigquery.dataset',
  'bigquery.reports',
] as const;

/** Without `from`, the function's own default stands unless a deployment says otherwise. */
const variableSchema = z.strictObject({ from: z.enum(variableSources).optional() });

const triggerSchema = z.union([
  z.strictObject({
    storage: z.strictObject({ bucket: z.enum(bucketNames), retry: z.boolean() }),
  }),
  z.strictObject({
    http: z.strictObject({ routes: z.array(z.string().startsWith('/')).min(1) }),
  }),
]);

const cronSchema = z.string().superRefine((text, context) => {
  try {
    parseCron(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

/**
 * A POST that Cloud Scheduler sends by itself. It waits as long as the function may take, at most
 * 1800 s, and tries again at most five times.
 */
const scheduleSchema = z.strictObject({
  name: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** Unix cron, in UTC. */
  cron: cronSchema,
  path: z.string().startsWith('/'),
  body: z.record(z.string(), z.json()).default({}),
  retries: z.int().min(0).max(5).default(0),
});

const plainManifestSchema = z.strictObject({
  summary: z.string(),
  trigger: triggerSchema,
  memory_mib: z.int().positive(),
  /** Options of Node itself (NODE_OPTIONS), as how much of the memory its heap may take. */
  node_options: z.array(z.string().startsWith('--')).default([]),
  /**
   * Buffers of so many bytes go back to the system as soon as they are freed (glibc's
   * MALLOC_MMAP_THRESHOLD_, mallopt(3)). By default a process keeps what it may need again.
   */
  mmap_threshold_bytes: z.int().positive().optional(),
  cpu: z.number().positive(),
  timeout_seconds: z.int().min(1).max(3600),
  concurrency: z.int().positive(),
  max_instances: z.int().positive(),
  schedules: z.array(scheduleSchema).default([]),
  environment: z.record(z.string(), variableSchema).default({}),
  secrets: z.record(z.string(), variableSchema).default({}),
  roles: z.array(
    z.strictObject({
      role: z.string().startsWith('roles/'),
      on: z.enum(roleTargets),
      reason: z.string(),
    }),
  ),
  /** What its user may do in the target database (`npm run migrate -- grant`). */
  database: z.array(databaseAccessSchema).default([]),
});

/** What the platform must know of a function: `functions/<name>/function.yaml`. */
export const functionManifestSchema = plainManifestSchema.superRefine(
  ({ trigger, schedules }, context) => {
    const routes = 'http' in trigger ? trigger.http.routes : [];
    const find = createRouteTable(routes.map((route) => ({ route, target: route })));
    for (const [at, { name, path }] of schedules.entries()) {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['schedules', at, field], message });
      if (find(path) === undefined) refuse('path', `No route of the function serves ${path}.`);
      if (schedules.findIndex((each) => each.name === name) < at) {
        refuse('name', `Two schedules are called ${name}.`);
      }
    }
  },
);

export type FunctionManifest = z.infer<typeof functionManifestSchema> & { readonly name: string };

export const functionsFolder = join(import.meta.dirname, '..', 'functions');

/** Reads every `function.yaml`, in the order of the folders' names. Throws, naming file and field, on a bad one. */
export function readFunctionManifests(folder = functionsFolder): FunctionManifest[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const file = join(folder, name, 'function.yaml');
      const manifest = functionManifestSchema.safeParse(parse(readFileSync(file, 'utf8')));
      if (!manifest.success) throw new Error(`${file}: ${z.prettifyError(manifest.error)}`);
      return { name, ...manifest.data };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

import type { FunctionManifest } from '../../function-manifest.ts';
import type { Block, Module } from '../configuration.ts';
import { addressOf, type Finding, findingIn } from './finding.ts';

/** Grants that the platform's own parts need, by address; every other one is a function's and stands in its function.yaml. */
const platformGrants: Readonly<Record<string, string>> = {
  // Who may reach a function at all, and who may come through the load balancer.
  'google_cloud_run_v2_service_iam_member.invokers': 'roles/run.invoker',
  'google_iap_web_backend_service_iam_member.invokers': 'roles/iap.httpsResourceAccessor',
  // A function reads the secrets of its function.yaml.
  'google_secret_manager_secret_iam_member.this': 'roles/secretmanager.secretAccessor',
  // Cloud Storage publishes finished objects, events are handed over as the function itself, Pub/Sub publishes dead letters.
  'google_project_iam_member.storage_publisher': 'roles/pubsub.publisher',
  'google_project_iam_member.event_receiver': 'roles/eventarc.eventReceiver',
  'google_pubsub_topic_iam_member.dead_letters': 'roles/pubsub.publisher',
  // Google's agents use the customer's key.
  'google_kms_crypto_key_iam_member.agents': 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
};

/** Roles on a function's account without which a source is of no use to it. */
const rolesNeeded: readonly (readonly [source: RegExp, on: string, role: RegExp])[] = [
  [/^mysql\./, 'mysql', /cloudsql\.client$/],
  [/^mysql\./, 'mysql', /cloudsql\.instanceUser$/],
  [/^buckets\.drop$/, 'buckets.drop', /storage\./],
  [/^buckets\.results$/, 'buckets.results', /storage\./],
  [/^buckets\.backups$/, 'buckets.backups', /storage\./],
  [/^bigquery\./, 'project', /bigquery\.jobUser$/],
  [/^bigquery\.dataset$/, 'bigquery.dataset', /bigquery\.data/],
  [/^bigquery\.reports$/, 'bigquery.reports', /bigquery\.data/],
];

const isGrant = ({ kind, type }: Block) => kind === 'resource' && type.endsWith('_iam_member');
const targetOf = ({ body }: Block) =>
  /local\.grants, "([^"]+)"/.exec(String(body.for_each ?? ''))?.[1];

function checkGrant(block: Block): string[] {
  const { role } = block.body;
  if (targetOf(block) !== undefined) {
    return /^\$\{each\.value\.role\}$/.test(String(role))
      ? []
      : ['role: it must be each.value.role.'];
  }
  return platformGrants[addressOf(block)] === role
    ? []
    : [`role: ${String(role)} stands in no function.yaml.`];
}

/** What the platform needs and nobody grants. */
function lostGrants(grants: readonly Block[]): Finding[] {
  const present = grants.map(addressOf);
  return Object.entries(platformGrants)
    .filter(([address]) => !present.includes(address))
    .map(([at, role]) => ({ file: 'terraform', at, message: `nothing grants ${role} here.` }));
}

/** What a function works with: where its variables come from, and the bucket that wakes it. */
function sourcesOf({ environment, secrets, trigger }: FunctionManifest): string[] {
  const settings = [...Object.values(environment), ...Object.values(secrets)];
  const bucket = 'storage' in trigger ? [`buckets.${trigger.storage.bucket}`] : [];
  return [...new Set([...settings.flatMap(({ from }) => from ?? []), ...bucket])];
}

function checkRoles(manifest: FunctionManifest): string[] {
  const sources = sourcesOf(manifest);
  return rolesNeeded
    .filter(([source]) => sources.some((each) => source.test(each)))
    .filter(
      ([, on, role]) => !manifest.roles.some((each) => each.on === on && role.test(each.role)),
    )
    .map(([, on, role]) => `roles: it works with ${on} and has no role like ${role.source}.`);
}

/** The sources that Terraform gives a value: those of `local.values`, and those that differ by function. */
function sourcesGiven({ locals }: Module): string[] {
  const own = String(locals.own_values ?? '').matchAll(/"([\w.-]+)" *=/g);
  return [...Object.keys(locals.values ?? {}), ...[...own].flatMap(([, name]) => name ?? [])];
}

function checkSources(manifest: FunctionManifest, given: readonly string[]): string[] {
  const plain = Object.values(manifest.environment).flatMap(({ from }) => from ?? []);
  return plain
    .filter((source) => !given.includes(source))
    .map((source) => `environment: local.values has no ${source}.`);
}

function checkManifest(manifest: FunctionManifest, root: Module, targets: readonly string[]) {
  const lost = manifest.roles.filter(({ on }) => !targets.includes(on));
  const messages = [
    ...checkRoles(manifest),
    ...checkSources(manifest, sourcesGiven(root)),
    ...lost.map(({ role, on }) => `roles: nothing grants ${role} on ${on}.`),
  ];
  const file = `functions/${manifest.name}/function.yaml`;
  return messages.map((message) => ({ file, at: manifest.name, message }));
}

/** Checks that what function.yaml states is granted and set, and that nothing else is granted. */
export function checkManifests(
  modules: readonly Module[],
  manifests: readonly FunctionManifest[],
): Finding[] {
  const grants = modules.flatMap(({ blocks }) => blocks.filter(isGrant));
  const targets = grants.flatMap((block) => targetOf(block) ?? []);
  const root = modules.find(({ folder }) => folder === '');
  if (root === undefined) throw new Error('The configuration has no module at its root.');
  const used = manifests.flatMap(sourcesOf);
  return [
    ...lostGrants(grants),
    ...grants.flatMap((block) => checkGrant(block).map(findingIn(block))),
    ...manifests.flatMap((manifest) => checkManifest(manifest, root, targets)),
    ...sourcesGiven(root)
      .filter((source) => !used.includes(source))
      .map((source) => ({
        file: 'functions.tf',
        at: 'local.values',
        message: `no function.yaml asks for ${source}.`,
      })),
  ];
}

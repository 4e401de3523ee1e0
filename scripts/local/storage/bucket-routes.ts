import * as z from 'zod';
import { ApiError, invalid } from './api-error.ts';
import type { Call } from './call.ts';
import { readJson, sendJson, sendNothing } from './call.ts';
import type { StoredBucket } from './sidecars.ts';

function toBucketResource(bucket: StoredBucket, origin: string) {
  return {
    kind: 'storage#bucket',
    id: bucket.name,
    selfLink: `${origin}/storage/v1/b/${bucket.name}`,
    name: bucket.name,
    projectNumber: '0',
    generation: '1',
    metageneration: '1',
    location: bucket.location,
    locationType: 'region',
    storageClass: bucket.storageClass,
    labels: bucket.labels,
    iamConfiguration: {
      uniformBucketLevelAccess: { enabled: true },
      publicAccessPrevention: 'enforced',
    },
    etag: Buffer.from(bucket.timeCreated).toString('base64'),
    timeCreated: bucket.timeCreated,
    updated: bucket.timeCreated,
  };
}

/** GET /b: every bucket on one page, whatever the project. */
export async function listBuckets(call: Call): Promise<void> {
  const prefix = call.query.get('prefix') ?? '';
  const buckets = call.services.store.index.buckets();
  const items = buckets.filter(({ name }) => name.startsWith(prefix));
  sendJson(call, {
    kind: 'storage#buckets',
    items: items.map((bucket) => toBucketResource(bucket, call.origin)),
  });
}

/** GET /b/:bucket */
export async function getBucket(call: Call): Promise<void> {
  const bucket = call.services.store.requireBucket(call.params.bucket as string);
  sendJson(call, toBucketResource(bucket, call.origin));
}

/** GET /b/:bucket/storageLayout: clients ask it before a move, whether folders can be renamed. */
export async function getStorageLayout(call: Call): Promise<void> {
  const { name, location } = call.services.store.requireBucket(call.params.bucket as string);
  sendJson(call, {
    kind: 'storage#storageLayout',
    bucket: name,
    location,
    locationType: 'region',
    hierarchicalNamespace: { enabled: false },
  });
}

const creationSchema = z.strictObject({
  name: z.string(),
  location: z.string().optional(),
  storageClass: z.enum(['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE']).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

/** POST /b: settings beyond name, place, class and labels are refused by name. */
export async function createBucket(call: Call): Promise<void> {
  const settings = creationSchema.safeParse(await readJson(call.request));
  if (!settings.success) {
    const features = settings.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
    const message = z.prettifyError(settings.error);
    if (features.length === 0) throw invalid(`The bucket resource is wrong. ${message}`);
    throw new ApiError(
      501,
      'notImplemented',
      `Not supported by the local Cloud Storage. ${message}`,
    );
  }
  const { name, ...given } = settings.data;
  await call.services.buckets.create(name, given);
  await getBucket({ ...call, params: { bucket: name } });
}

/** DELETE /b/:bucket: 409 while it holds objects. */
export async function deleteBucket(call: Call): Promise<void> {
  await call.services.buckets.remove(call.params.bucket as string);
  sendNothing(call, 204);
}

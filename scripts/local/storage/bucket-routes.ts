import * as z from 'zod';
import { notSupported } from './api-error.ts';
import type { Call } from './call.ts';
import { readJson, sendJson, sendNothing } from './call.ts';
import { listObjects, readListQuery } from './list-objects.ts';
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

/** GET /b: the buckets of every project, since there is but one. */
export async function listBuckets(call: Call): Promise<void> {
  const { index } = call.services.store;
  const names = index.buckets().map(({ name }) => name);
  const page = listObjects(names, readListQuery(call.query));
  const items = page.names.flatMap((name) => index.bucket(name) ?? []);
  sendJson(call, {
    kind: 'storage#buckets',
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
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
  iamConfiguration: z
    .strictObject({
      uniformBucketLevelAccess: z.strictObject({ enabled: z.literal(true) }),
      publicAccessPrevention: z.literal('enforced'),
    })
    .partial()
    .optional(),
});

/** POST /b: what a bucket here is not, or not in another way, is refused. */
export async function createBucket(call: Call): Promise<void> {
  const settings = creationSchema.safeParse(await readJson(call.request));
  if (!settings.success) {
    throw notSupported(`such a bucket. ${z.prettifyError(settings.error)}`);
  }
  const { name, iamConfiguration: _, ...given } = settings.data;
  await call.services.buckets.create(name, given);
  await getBucket({ ...call, params: { bucket: name } });
}

/** DELETE /b/:bucket: 409 while it holds objects. */
export async function deleteBucket(call: Call): Promise<void> {
  await call.services.buckets.remove(call.params.bucket as string);
  sendNothing(call, 204);
}

import * as z from 'zod';
import { invalid } from './api-error.ts';
import type { Call } from './call.ts';
import { readJson, sendJson } from './call.ts';
import type { ObjectName } from './live-objects.ts';
import { mergeAttributes, parseResource } from './object-attributes.ts';
import { asWriteCheck, readConditions, readPreconditions } from './preconditions.ts';
import type { OpenObject } from './send-media.ts';
import { readUnchanged } from './send-media.ts';
import { stage } from './staging.ts';
import type { StoredObject } from './stored-object.ts';
import { toResource } from './stored-object.ts';

const mostComponents = 32;

async function* readAll(sources: readonly OpenObject[]) {
  for (const source of sources) yield* readUnchanged(source, 0, source.object.content.size);
}

/** Copies the source as it stands now; a resource in the body replaces its attributes. */
async function copy(call: Call): Promise<StoredObject> {
  const { params, query, services } = call;
  const source = { bucket: params.bucket as string, name: params.object as string };
  const target = { bucket: params.toBucket as string, name: params.toObject as string };
  const sent = parseResource(await readJson(call.request));
  services.store.requireBucket(target.bucket);
  const check = asWriteCheck(readConditions(query, call.request.headers));
  const sourceCheck = asWriteCheck(readPreconditions(query, 'source'));
  const generation = query.get('sourceGeneration') ?? undefined;
  const open = await services.store.open(source, generation, sourceCheck);
  try {
    const staged = await stage(readAll([open]), services.newTemporaryPath());
    const isReplaced = Object.keys(sent).some((field) => field !== 'name' && field !== 'bucket');
    const attributes = mergeAttributes(isReplaced ? {} : open.object.attributes, sent);
    return await services.store.commit(target, staged, attributes, check);
  } finally {
    await open.file.close();
  }
}

/** POST /b/:bucket/o/:object/copyTo/b/:toBucket/o/:toObject */
export async function copyObject(call: Call): Promise<void> {
  sendJson(call, toResource(await copy(call), call.origin));
}

/** POST .../rewriteTo/...: a rewrite here ends in one call, so that no token is ever given out. */
export async function rewriteObject(call: Call): Promise<void> {
  if (call.query.has('rewriteToken')) throw invalid('The rewrite token is not one of this server.');
  const object = await copy(call);
  const size = String(object.content.size);
  sendJson(call, {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: size,
    objectSize: size,
    done: true,
    resource: toResource(object, call.origin),
  });
}

const composeSchema = z.strictObject({
  kind: z.string().optional(),
  destination: z.unknown().optional(),
  sourceObjects: z
    .array(
      z.strictObject({
        name: z.string(),
        generation: z
          .union([z.string().regex(/^\d+$/), z.int()])
          .transform(String)
          .optional(),
        objectPreconditions: z
          .strictObject({ ifGenerationMatch: z.union([z.string(), z.int()]).transform(String) })
          .partial()
          .optional(),
      }),
    )
    .min(1)
    .max(mostComponents),
});

type ComposeSource = z.infer<typeof composeSchema>['sourceObjects'][number];

function openComponent(call: Call, bucket: string, source: ComposeSource): Promise<OpenObject> {
  const match = source.objectPreconditions?.ifGenerationMatch;
  const query = new URLSearchParams(match === undefined ? {} : { ifGenerationMatch: match });
  const check = asWriteCheck(readPreconditions(query));
  return call.services.store.open({ bucket, name: source.name }, source.generation, check);
}

/** POST /b/:bucket/o/:object/compose: the sources' bytes in a row; such an object has no MD5. */
export async function composeObject(call: Call): Promise<void> {
  const { params, query, services } = call;
  const target: ObjectName = { bucket: params.bucket as string, name: params.object as string };
  const request = composeSchema.safeParse(await readJson(call.request));
  if (!request.success) {
    throw invalid(`The compose request is wrong. ${z.prettifyError(request.error)}`);
  }
  const sent = parseResource(request.data.destination ?? {});
  const check = asWriteCheck(readConditions(query, call.request.headers));
  const sources: OpenObject[] = [];
  try {
    for (const source of request.data.sourceObjects) {
      sources.push(await openComponent(call, target.bucket, source));
    }
    const { path, content } = await stage(readAll(sources), services.newTemporaryPath());
    const { md5Hash: _, ...sums } = content;
    const componentCount = sources
      .map(({ object }) => object.content.componentCount ?? 1)
      .reduce((sum, count) => sum + count);
    const staged = { path, content: { ...sums, componentCount } };
    const object = await services.store.commit(target, staged, mergeAttributes({}, sent), check);
    sendJson(call, toResource(object, call.origin));
  } finally {
    for (const { file } of sources) await file.close();
  }
}

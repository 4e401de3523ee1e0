import type { Call } from './call.ts';
import { readJson, sendJson, sendNothing } from './call.ts';
import { listObjects, readListQuery } from './list-objects.ts';
import type { ObjectName } from './live-objects.ts';
import { mergeAttributes, parseResource } from './object-attributes.ts';
import { asWriteCheck, readConditions } from './preconditions.ts';
import { sendMedia } from './send-media.ts';
import type { Attributes } from './stored-object.ts';
import { etagOf, toResource } from './stored-object.ts';

const targetOf = ({ params }: Call): ObjectName => ({
  bucket: params.bucket as string,
  name: params.object as string,
});

const generationOf = ({ query }: Call) => query.get('generation') ?? undefined;

const checkOf = ({ query, request }: Call) => readConditions(query, request.headers);

/** GET /b/:bucket/o/:object: the resource, or with alt=media the bytes. */
export async function getObject(call: Call): Promise<void> {
  const { store } = call.services;
  const check = checkOf(call);
  if (call.query.get('alt') === 'media') {
    return sendMedia(call, await store.open(targetOf(call), generationOf(call), check));
  }
  const object = store.requireObject(targetOf(call), generationOf(call));
  check(object);
  sendJson(call, toResource(object, call.origin), { etag: etagOf(object) });
}

async function changeObject(call: Call, from: (current: Attributes) => Attributes) {
  const sent = parseResource(await readJson(call.request));
  const object = await call.services.store.update(
    targetOf(call),
    generationOf(call),
    asWriteCheck(checkOf(call)),
    (current) => mergeAttributes(from(current), sent),
  );
  sendJson(call, toResource(object, call.origin));
}

/** PATCH changes what it names; PUT replaces every attribute. */
export const patchObject = (call: Call) => changeObject(call, (current) => current);
export const replaceObject = (call: Call) => changeObject(call, () => ({}));

export async function deleteObject(call: Call): Promise<void> {
  const check = asWriteCheck(checkOf(call));
  await call.services.store.remove(targetOf(call), generationOf(call), check);
  sendNothing(call, 204);
}

/** GET /b/:bucket/o */
export async function listBucket(call: Call): Promise<void> {
  const { query, params } = call;
  const { store } = call.services;
  const { name: bucket } = store.requireBucket(params.bucket as string);
  const listing = listObjects(store.index.names(bucket), readListQuery(query));
  const { names, prefixes, nextPageToken } = listing;
  sendJson(call, {
    kind: 'storage#objects',
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    ...(prefixes.length === 0 ? {} : { prefixes }),
    ...(names.length === 0
      ? {}
      : {
          items: names.map((name) =>
            toResource(store.requireObject({ bucket, name }), call.origin),
          ),
        }),
  });
}

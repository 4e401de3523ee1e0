import {
  type Keys,
  keyFields,
  type ResourceName,
} from '@cutover/shared/domain/tracking/resource.ts';
import type { Author, RecordStore } from '@cutover/shared/domain/tracking/tracking-store.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { readIfMatch } from '@cutover/shared/runtime/if-match.ts';
import { type Call, type Route, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { answerRecord } from './answer-record.ts';
import { documentRecords } from './documentation.ts';
import type { Ports } from './ports.ts';
import type { Resource } from './resource.ts';

const noQuery = z.strictObject({});

const authorOf = ({ caller }: Call<unknown, unknown>): Author => ({ actor: caller });

/** The version that a write is to find; 0, which no record has, where none of those it names is there. */
async function chooseVersion<R extends ResourceName>(
  store: RecordStore<R>,
  key: Keys[R],
  { headers }: Call<unknown, unknown>,
): Promise<number | undefined> {
  const versions = readIfMatch(headers);
  if (versions === null) return undefined;
  const [first = 0] = versions;
  if (versions.length < 2) return first;
  const current = await store.get(key);
  return versions.find((version) => version === current?.version) ?? 0;
}

/** POST: 201 and where the record is. */
export function createRecord<R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Route<Ports> {
  const { name, title, path, body, create } = resource;
  return route({
    method: 'POST',
    paths: [path],
    access: 'operator',
    summary: `Creates a ${title}`,
    query: noQuery,
    body,
    documentation: documentRecords(resource).create,
    run: async (ports: Ports, call) => {
      const stored = await create(ports, call.body, authorOf(call));
      const key = keyFields[name].map((field) => `${field}=${call.body[field]}`);
      return answerRecord(stored, {
        status: 201,
        headers: { location: `${path}?${key.join('&')}` },
      });
    },
  });
}

/** PUT, also of a certain version alone (If-Match). */
export function replaceRecord<R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Route<Ports> {
  const { title, path, body, storeOf, replace } = resource;
  return route({
    method: 'PUT',
    paths: [path],
    access: 'operator',
    summary: `Replaces a ${title}`,
    query: noQuery,
    body,
    documentation: documentRecords(resource).replace,
    run: async (ports: Ports, call) => {
      const expected = await chooseVersion(storeOf(ports), call.body, call);
      return answerRecord(await replace(ports, call.body, authorOf(call), expected));
    },
  });
}

/** DELETE of the record that the query names, also of a certain version alone (If-Match). */
export function deleteRecord<R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Route<Ports> {
  const { title, path, key, storeOf } = resource;
  return route({
    method: 'DELETE',
    paths: [path],
    access: 'operator',
    summary: `Deletes a ${title}`,
    query: key,
    documentation: documentRecords(resource).remove,
    run: async (ports: Ports, call) => {
      const expected = await chooseVersion(storeOf(ports), call.query, call);
      await storeOf(ports).remove(call.query, authorOf(call), expected);
      return answerJson({ deleted: call.query });
    },
  });
}

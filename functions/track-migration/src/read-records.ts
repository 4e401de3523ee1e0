import { refuseUnknown } from '@cutover/shared/domain/tracking/refusals.ts';
import {
  type Keys,
  keyFields,
  type Records,
  type ResourceName,
} from '@cutover/shared/domain/tracking/resource.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { pageOf, pageParameters } from '@cutover/shared/runtime/page-parameters.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import { answerRecord } from './answer-record.ts';
import { documentRecords } from './documentation.ts';
import type { Ports } from './ports.ts';
import type { Resource } from './resource.ts';

/** Exactly the key's fields ask for that record, anything else for a list of those that match. */
function asksForOne(query: object, keyNames: readonly string[]): boolean {
  const given = Object.keys(query);
  return given.length === keyNames.length && keyNames.every((name) => given.includes(name));
}

/** GET: one record, or a page of those whose fields equal the query's. */
export function readRecords<R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Route<Ports> {
  const { name, title, path, filter, storeOf } = resource;
  return route({
    method: 'GET',
    paths: [path],
    access: 'viewer',
    summary: `One ${title}, or a page of those that match`,
    query: filter.partial().extend(pageParameters),
    documentation: documentRecords(resource).read,
    run: async (ports: Ports, { query }) => {
      if (asksForOne(query, keyFields[name])) {
        const key = query as unknown as Keys[R];
        const stored = await storeOf(ports).get(key);
        if (stored === null) throw refuseUnknown(name, key);
        return answerRecord(stored);
      }
      const { limit, cursor, ...fields } = query;
      const wanted = fields as Partial<Records[R]>;
      const { items, next } = await storeOf(ports).list(wanted, pageOf({ limit, cursor }));
      return answerJson({ items: items.map(({ record }) => record), next });
    },
  });
}

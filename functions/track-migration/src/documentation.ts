import type { Keys, ResourceName } from '@cutover/shared/domain/tracking/resource.ts';
import { keyFields } from '@cutover/shared/domain/tracking/resource.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import type { Resource } from './resource.ts';

const etag = { etag: 'The record’s version, for If-Match.' };

/** The example's key as parameters of a query. */
const keyOf = ({ name, example }: Pick<Resource, 'name' | 'example'>) =>
  Object.fromEntries(keyFields[name].map((field) => [field, String(example.body[field])]));

/** What is documented of the four routes of a resource. */
export function documentRecords<R extends ResourceName, Input extends Keys[R]>(
  resource: Resource<R, Input>,
): Readonly<Record<'read' | 'create' | 'replace' | 'remove', Documentation>> {
  const { title, record, key, example } = resource;
  const query = keyOf(resource);
  const listSchema = z.object({ items: z.array(record), next: z.string().nullable() });
  const deletedSchema = z.object({ deleted: z.record(z.string(), z.int()) });
  const changed = { ...example.body, ...example.change };
  return {
    read: {
      answers: {
        200: {
          description: `One ${title}, where the query is its key alone, else a page of them.`,
          schema: z.union([record, listSchema]),
          headers: etag,
        },
      },
      problems: ['not-found'],
      examples: [
        { summary: `One ${title}`, query },
        { summary: 'A page', query: { limit: '2' } },
      ],
    },
    create: {
      answers: {
        201: {
          description: 'It is there now.',
          schema: record,
          headers: { ...etag, location: 'Where it is.' },
        },
      },
      problems: ['conflict', 'unknown-reference', 'gate-closed'],
      examples: [{ summary: `A ${title}`, body: example.body, status: 201 }],
    },
    replace: {
      answers: { 200: { description: 'What it is now.', schema: record, headers: etag } },
      problems: [
        'not-found',
        'unknown-reference',
        'precondition-failed',
        'conflict',
        'gate-closed',
      ],
      headers: ['If-Match'],
      examples: [{ summary: `The ${title}, changed`, body: changed }],
    },
    remove: {
      answers: { 200: { description: 'It is gone.', schema: deletedSchema } },
      problems: ['not-found', 'precondition-failed', 'conflict'],
      headers: ['If-Match'],
      examples: [{ summary: `The ${title}`, query, answer: { deleted: key.parse(query) } }],
    },
  };
}

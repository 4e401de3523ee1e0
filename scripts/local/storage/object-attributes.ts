import * as z from 'zod';
import { invalid, notSupported } from './api-error.ts';
import type { Attributes } from './stored-object.ts';

const text = z.string().nullable();
/** A value that is sent as a header. */
const header = z
  .string()
  .regex(/^\P{Cc}*$/u, 'holds no control characters')
  .nullable();

const attributesSchema = z.object({
  contentType: header,
  contentEncoding: header,
  contentDisposition: header,
  contentLanguage: header,
  cacheControl: header,
  customTime: z.iso.datetime({ offset: true }).nullable(),
  storageClass: z.enum(['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE']).nullable(),
  metadata: z.record(z.string(), text).nullable(),
});

/** What only the server sets; clients send it back unchanged, and Cloud Storage passes over it. */
const outputOnly = z.object({
  kind: z.unknown(),
  id: z.unknown(),
  selfLink: z.unknown(),
  mediaLink: z.unknown(),
  generation: z.unknown(),
  metageneration: z.unknown(),
  size: z.unknown(),
  etag: z.unknown(),
  owner: z.unknown(),
  timeCreated: z.unknown(),
  updated: z.unknown(),
  timeFinalized: z.unknown(),
  timeStorageClassUpdated: z.unknown(),
  componentCount: z.unknown(),
});

/** Real features of an object that need more than a folder. An empty value asks for nothing. */
const absentFeatures = new Set([
  'acl',
  'contexts',
  'customerEncryption',
  'eventBasedHold',
  'kmsKeyName',
  'retention',
  'temporaryHold',
]);

const resourceSchema = z.strictObject({
  ...attributesSchema.partial().shape,
  ...outputOnly.partial().shape,
  name: z.string().optional(),
  bucket: z.string().optional(),
  md5Hash: z.string().optional(),
  crc32c: z.string().optional(),
});

/** An object resource as a client sends it: a null takes an attribute away. */
export type SentResource = z.infer<typeof resourceSchema>;

const isEmpty = (value: unknown) =>
  value === null ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Reads the JSON of an object resource. Throws `invalid` naming a bad field, 501 naming an absent feature. */
export function parseResource(json: unknown): SentResource {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid('An object resource is a JSON object.');
  }
  const fields = Object.entries(json);
  for (const [field, value] of fields) {
    if (absentFeatures.has(field) && !isEmpty(value)) throw notSupported(`the field ${field}`);
  }
  const sent = Object.fromEntries(fields.filter(([field]) => !absentFeatures.has(field)));
  const resource = resourceSchema.safeParse(sent);
  if (!resource.success) {
    throw invalid(`The object resource is wrong. ${z.prettifyError(resource.error)}`);
  }
  return resource.data;
}

const withoutNulls = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));

/** The attributes after a patch: given ones replace, metadata is merged by key, null removes. */
export function mergeAttributes(current: Attributes, sent: SentResource): Attributes {
  const given = attributesSchema.partial().parse(sent);
  const kept = given.metadata === null ? {} : current.metadata;
  const metadata = withoutNulls({ ...kept, ...given.metadata });
  const { metadata: _, ...rest } = withoutNulls({ ...current, ...given });
  return Object.keys(metadata).length === 0 ? rest : { ...rest, metadata };
}

import * as z from 'zod';
import { AppError } from '../app-error.ts';
import type { Contract } from '../contract.ts';
import { contractRecordSchema } from './contract-record.ts';
import { isSetId } from './set-id.ts';

export const codecs = ['deflate', 'snappy', 'null'] as const;

/** How the blocks of an Avro file are compressed. */
export type Codec = (typeof codecs)[number];

/** One table of a set: the object that holds its rows, and what that object must hold. */
export interface TableManifest {
  readonly table: string;
  /** The object's name in the bucket of backups, and the generation that was written. */
  readonly object: string;
  readonly generation: string;
  readonly rows: number;
  /** Size of the object, and its hashes: hexadecimal, and base64 as Cloud Storage gives it. */
  readonly bytes: number;
  readonly sha256: string;
  readonly crc32c: string;
  /** `ordered-sha256:…` or `multiset-sha256:…`, over the rows alone. */
  readonly content_hash: string;
  readonly codec: Codec;
  /** What SHOW CREATE TABLE said. */
  readonly ddl: string;
  readonly avro_schema: object;
  readonly contract: Contract;
}

/** What a backup set holds; it is written last, so that a folder without one is no set. */
export interface Manifest {
  readonly version: 1;
  readonly set_id: string;
  readonly database: string;
  /** The instant that every table of the set shows; ISO 8601 in UTC, as `finished_at`. */
  readonly taken_at: string;
  readonly finished_at: string;
  readonly server_version: string;
  /** Where the binary log stood at `taken_at`, where the server tells. */
  readonly binlog: { readonly file: string; readonly position: number } | null;
  /** In code-point order of their names. */
  readonly tables: readonly TableManifest[];
}

const count = z.int().min(0);
const instant = z.iso.datetime();

const tableSchema = z.strictObject({
  table: z.string().min(1),
  object: z.string().min(1),
  generation: z.string().regex(/^\d+$/),
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  crc32c: z.string().regex(/^[A-Za-z0-9+/]{6}==$/),
  content_hash: z.string().regex(/^(ordered|multiset)-sha256:[0-9a-f]{64}$/),
  codec: z.enum(codecs),
  ddl: z.string(),
  avro_schema: z.looseObject({ type: z.literal('record') }),
  contract: contractRecordSchema,
});

const manifestSchema = z.strictObject({
  version: z.literal(1),
  set_id: z.string().refine(isSetId, 'is not the id of a set'),
  database: z.string().min(1),
  taken_at: instant,
  finished_at: instant,
  server_version: z.string(),
  binlog: z.strictObject({ file: z.string(), position: count }).nullable(),
  tables: z.array(tableSchema),
});

const checksumSchema = z.looseObject({ checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/) });

async function checksumOf(content: object): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'));
  return `sha256:${hex.join('')}`;
}

/**
 * A manifest as the text of `manifest.json`: its fields, and last a `checksum`, the SHA-256 of the
 * JSON of all the others without white space.
 */
export async function formatManifest(manifest: Manifest): Promise<string> {
  const record = z.encode(manifestSchema, manifest as z.output<typeof manifestSchema>);
  return `${JSON.stringify({ ...record, checksum: await checksumOf(record) }, null, 2)}\n`;
}

const refuse = (address: string, reason: string, cause?: unknown) =>
  new AppError('invalid-object', `${address} is no sound manifest: ${reason}`, { cause });

function parseJson(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(address, 'it is not JSON.', cause);
  }
}

/**
 * Reads the text of a `manifest.json`. Fails with `invalid-object`, naming `address` and what is
 * wrong, where it is not whole, was altered, or is of a version that is not known.
 */
export async function parseManifest(text: string, address: string): Promise<Manifest> {
  const sealed = checksumSchema.safeParse(parseJson(text, address));
  if (!sealed.success) throw refuse(address, 'its checksum is missing.', sealed.error);
  const { checksum, ...record } = sealed.data;
  if (checksum !== (await checksumOf(record))) {
    throw refuse(address, 'its content does not have the checksum that it names.');
  }
  const manifest = z.safeDecode(manifestSchema, record as z.input<typeof manifestSchema>);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw refuse(address, `${issue?.path.join('.')}: ${issue?.message}.`, manifest.error);
}

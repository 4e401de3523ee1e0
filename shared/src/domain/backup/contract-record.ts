import * as z from 'zod';
import type { Column, Contract } from '../contract.ts';

/** A 64-bit integer is written as text, because JSON's readers round it. */
const wideInteger = z.codec(z.string().regex(/^-?\d{1,20}$/), z.bigint(), {
  decode: BigInt,
  encode: String,
});
const names = z.array(z.string());
const count = z.int().min(0);

const columnSchema = z.strictObject({
  name: z.string(),
  kind: z.enum([
    'integer',
    'decimal',
    'float',
    'bit',
    'boolean',
    'text',
    'binary',
    'enum',
    'set',
    'date',
    'datetime',
    'timestamp',
    'time',
    'year',
    'json',
    'geometry',
    'other',
  ]),
  sqlType: z.string(),
  nullable: z.boolean(),
  hasDefault: z.boolean(),
  autoIncrement: z.boolean(),
  generated: z.boolean(),
  invisible: z.boolean().exactOptional(),
  defaultText: z.string().exactOptional(),
  defaultsToNow: z.boolean().exactOptional(),
  unsigned: z.boolean().exactOptional(),
  min: wideInteger.exactOptional(),
  max: wideInteger.exactOptional(),
  precision: count.exactOptional(),
  scale: count.exactOptional(),
  maxCharacters: count.exactOptional(),
  maxBytes: count.exactOptional(),
  fixedLength: z.boolean().exactOptional(),
  charset: z.string().exactOptional(),
  collation: z.string().exactOptional(),
  members: names.exactOptional(),
  bits: count.exactOptional(),
  fraction: count.exactOptional(),
  singlePrecision: z.boolean().exactOptional(),
  maxDepth: count.exactOptional(),
  shape: z.string().exactOptional(),
  srid: count.exactOptional(),
} satisfies Record<keyof Column, z.ZodType>);

const contractSchema = z.strictObject({
  table: z.string(),
  columns: z.array(columnSchema).min(1),
  primaryKey: names,
  uniqueKeys: z.array(z.strictObject({ name: z.string(), columns: names })),
  foreignKeys: z.array(
    z.strictObject({
      name: z.string(),
      columns: names,
      parentTable: z.string(),
      parentColumns: names,
    }),
  ),
  hasTriggers: z.boolean(),
} satisfies Record<keyof Contract, z.ZodType>);

const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
const toCamelCase = (name: string) => name.replace(/_([a-z])/g, (_, c) => c.toUpperCase());

/** Names of a contract's tables and columns are values, so every key is one of the schema's. */
function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]),
  );
}

/** A contract in a manifest: JSON with keys in snake_case, and the bounds of integers as text. */
export const contractRecordSchema = z
  .codec(z.unknown(), z.unknown(), {
    decode: (record) => renameKeys(record, toCamelCase),
    encode: (contract) => renameKeys(contract, toSnakeCase),
  })
  .pipe(contractSchema);

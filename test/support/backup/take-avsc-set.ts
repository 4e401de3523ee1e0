import avsc from 'avsc';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { quoteIdentifier } from '../../../shared/src/adapters/mysql/quote-identifier.ts';
import {
  formatManifest,
  type Manifest,
  type TableManifest,
} from '../../../shared/src/domain/backup/manifest.ts';
import {
  manifestObject,
  setFolder,
  tableObject,
} from '../../../shared/src/domain/backup/object-names.ts';
import type { SetStore } from '../../../shared/src/domain/backup/set-store.ts';
import { aManifest, aTableManifest } from './a-manifest.ts';

export interface AvscSet {
  readonly pool: Pool;
  readonly store: SetStore;
  readonly database: string;
  readonly setId: string;
  readonly tables: readonly string[];
  /** What a table's file is where it is not what it should be. */
  readonly spoil?: (file: Buffer, table: string) => Buffer;
}

/** As Avro's logical type has it: microseconds since 1970. */
function toMicros(moment: string): number {
  return Date.parse(`${moment.replace(' ', 'T')}Z`) * 1000;
}

/** Keeps its name in the schema and its values as they are. */
class PlainLogicalType extends avsc.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return value;
  }

  protected override _toValue(value: unknown): unknown {
    return value;
  }
}

const logicalTypes = { 'local-timestamp-micros': PlainLogicalType };

async function writeFile(schema: object, rows: readonly RowDataPacket[]): Promise<Buffer> {
  const type = avsc.Type.forSchema(schema as never, { logicalTypes });
  const encoder = new avsc.streams.BlockEncoder(type, { codec: 'deflate' });
  const chunks: Buffer[] = [];
  encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => encoder.on('end', resolve).on('error', reject));
  for (const row of rows) encoder.write(row);
  encoder.end();
  await ended;
  return Buffer.concat(chunks);
}

async function writeTable(set: AvscSet, table: string): Promise<TableManifest> {
  const { pool, store, database, setId, spoil = (file) => file } = set;
  const contract = await describeTable(pool, table);
  const schema = avroSchema(contract);
  const sql = `SELECT * FROM ${quoteIdentifier(table)}`;
  const [rows] = await pool.query<RowDataPacket[]>(sql);
  const moments = contract.columns.filter(({ kind }) => kind === 'datetime');
  for (const row of rows) {
    for (const { name } of moments) row[name] = row[name] === null ? null : toMicros(row[name]);
  }
  const object = tableObject(setFolder(database, setId), table);
  const file = spoil(await writeFile(schema, rows), table);
  async function* chunks() {
    yield file;
  }
  const written = await store.write(object, 'application/avro', chunks());
  return aTableManifest({
    ...{ table, object, contract, ...written },
    ...{ rows: rows.length, avro_schema: schema },
  });
}

/** Takes a backup set of a database, written by avsc and none of our own code. */
export async function takeAvscSet(set: AvscSet): Promise<Manifest> {
  const { store, database, setId, tables } = set;
  const written = await Promise.all(tables.map((table) => writeTable(set, table)));
  const manifest = aManifest({ set_id: setId, database, tables: written });
  const name = manifestObject(setFolder(database, setId));
  await store.writeText(name, await formatManifest(manifest), null);
  return manifest;
}

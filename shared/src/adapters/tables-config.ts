import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '@google-cloud/storage';
import { parse } from 'yaml';
import { AppError, isTransient } from '../domain/app-error.ts';
import { parseTablesConfig, type TablesConfig } from '../domain/tables-config.ts';
import { translateStorageError } from './storage/translate-storage-error.ts';

/** The tables.yaml of this package. */
export const defaultTablesConfig = join(import.meta.dirname, '..', '..', 'config', 'tables.yaml');

const objectAddress = /^gs:\/\/(?<bucket>[^/]+)\/(?<name>.+)$/;

async function readObject(storage: Storage, bucket: string, name: string): Promise<string> {
  try {
    const [content] = await storage.bucket(bucket).file(name).download();
    return content.toString('utf8');
  } catch (error) {
    throw translateStorageError(error, { bucket, name });
  }
}

async function readText(location: string, storage: Storage): Promise<string> {
  const { bucket, name } = objectAddress.exec(location)?.groups ?? {};
  try {
    if (bucket === undefined || name === undefined) return await readFile(location, 'utf8');
    return await readObject(storage, bucket, name);
  } catch (cause) {
    if (isTransient(cause)) throw cause;
    const message = `TABLES_CONFIG: ${location} can't be read.`;
    throw new AppError('misconfigured', message, { cause });
  }
}

function parseYaml(text: string, location: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('misconfigured', `${location} is not YAML: ${reason}`, { cause });
  }
}

/**
 * Reads tables.yaml from a path or from `gs://bucket/object`. Throws `misconfigured` that names
 * what is wrong with it, and `unavailable` where the bucket does not answer at the moment.
 */
export async function readTablesConfig(location: string, storage: Storage): Promise<TablesConfig> {
  const content = parseYaml(await readText(location, storage), location);
  return parseTablesConfig(content, location);
}

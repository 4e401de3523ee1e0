import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import * as z from 'zod';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { writeSampleData } from '../sample-data/write-sample-data.ts';
import type { DroppedObject } from './describe-loads.ts';
import type { Endpoints } from './endpoints.ts';

const sample = { hires: 2_000, seed: 2021 };

/** The CSV files of a folder. Throws `invalid-request` when there are none. */
export function listCsvFiles(folder: string): string[] {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  const names = isFolder ? readdirSync(folder).filter((name) => /\.csv(\.gz)?$/i.test(name)) : [];
  if (names.length > 0) return names.sort().map((name) => join(folder, name));
  const reason = isFolder
    ? 'This folder holds no CSV file (*.csv, *.csv.gz).'
    : 'There is no such folder.';
  throw new AppError('invalid-request', `--data ${folder}: ${reason}`);
}

const droppedSchema = z.object({
  name: z.string(),
  generation: z.string(),
  timeCreated: z.string(),
});

/** Uploads files to the drop bucket, as anybody's program would: with the client library. */
export async function dropFiles(
  endpoints: Endpoints,
  files: readonly string[],
): Promise<DroppedObject[]> {
  const storage = new Storage({ apiEndpoint: endpoints.storage, projectId: endpoints.project });
  const bucket = storage.bucket(endpoints.buckets.drop);
  const dropped: DroppedObject[] = [];
  for (const path of files) {
    const [, resource] = await bucket.upload(path);
    dropped.push(droppedSchema.parse(resource));
  }
  return dropped;
}

export async function dropSampleData(endpoints: Endpoints): Promise<DroppedObject[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-sample-'));
  try {
    await writeSampleData(folder, sample);
    return await dropFiles(endpoints, listCsvFiles(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Storage } from '@google-cloud/storage';
import { type Delivery, deliverySchema } from '../../local/event-journal.ts';
import { buckets, project } from '../open-platform.ts';

/** Uploads the CSV bytes as `hired_employees.csv`, and returns the event that the bucket sends then. */
export async function dropHires(storageUrl: string, csv: Readable): Promise<Delivery> {
  const storage = new Storage({ apiEndpoint: storageUrl, projectId: project });
  const file = storage.bucket(buckets.drop).file('hired_employees.csv');
  await pipeline(csv, file.createWriteStream());
  const [object] = await file.getMetadata();
  const time = new Date().toISOString();
  const fields = { id: randomUUID(), function: 'ingest-drop', bucket: buckets.drop, time, object };
  return deliverySchema.parse(fields);
}

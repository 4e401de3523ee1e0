import { request } from 'node:http';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { Delivery } from './event-journal.ts';
import { instanceAgent } from './instance-agent.ts';
import type { LocalFunction } from './instances.ts';

/** Header values are ASCII: everything else is percent-encoded (CloudEvents HTTP binding, 3.1.3.2). */
export function encodeAttribute(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]+/gu, (text) =>
    [...Buffer.from(text)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function eventHeaders({ id, bucket, object, time }: Delivery): Record<string, string> {
  return {
    'content-type': 'application/json',
    'ce-id': id,
    'ce-specversion': '1.0',
    'ce-type': 'google.cloud.storage.object.v1.finalized',
    'ce-source': `//storage.googleapis.com/projects/_/buckets/${bucket}`,
    'ce-subject': encodeAttribute(`objects/${object.name}`),
    'ce-bucket': bucket,
    'ce-time': time,
  };
}

function post(socketPath: string, delivery: Delivery, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({
      socketPath,
      method: 'POST',
      path: '/',
      agent: instanceAgent,
      headers: eventHeaders(delivery),
      signal,
    });
    call.on('response', (response) => {
      response.on('end', () => resolve(response.statusCode ?? 0)).on('error', reject);
      response.resume();
    });
    call.on('error', reject);
    call.end(JSON.stringify(delivery.object));
  });
}

/**
 * Hands an event to an instance of the function as a CloudEvent in binary mode. Throws
 * `unavailable` when it answers anything but 2xx, dies, or takes longer than its timeout.
 */
export async function sendEvent({ manifest, pool }: LocalFunction, delivery: Delivery) {
  const status = await pool.use(({ socketPath }) => {
    const late = AbortSignal.timeout(manifest.timeout_seconds * 1000);
    return post(socketPath, delivery, late).catch((cause: unknown) => {
      const limit = `no answer in ${manifest.timeout_seconds} s`;
      const reason = late.aborted ? limit : 'its process ended';
      throw new AppError('unavailable', reason, { cause });
    });
  });
  if (status < 200 || status > 299) throw new AppError('unavailable', `it answered ${status}`);
}

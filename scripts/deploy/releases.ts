import { createReadStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bucket } from '@google-cloud/storage';
import * as z from 'zod';
import { AppError } from '../../shared/src/domain/app-error.ts';

/** Object of each function's bundle, by function. */
const bundlesSchema = z.record(z.string(), z.string());

/** The release that runs, and the one before it. */
const releasesSchema = z.strictObject({
  current: bundlesSchema.nullable(),
  previous: bundlesSchema.nullable(),
});

export type Bundles = z.infer<typeof bundlesSchema>;
export type Releases = z.infer<typeof releasesSchema>;

const releasesObject = 'releases.json';
const isMissing = (error: unknown) => (error as { code?: unknown }).code === 404;
const isThere = (error: unknown) => (error as { code?: unknown }).code === 412;

/** What `npm run build` has built. */
export function readBundles(dist: string): Bundles {
  try {
    return bundlesSchema.parse(JSON.parse(readFileSync(join(dist, 'bundles.json'), 'utf8')));
  } catch (cause) {
    throw new AppError('misconfigured', 'There are no bundles; npm run build makes them.', {
      cause,
    });
  }
}

/**
 * Puts the zips of a build into the bucket. A zip that is there already is the same, as its name is
 * the hash of what is in it. Returns the names of those that were not there.
 */
export async function uploadBundles(bucket: Bucket, dist: string): Promise<string[]> {
  const uploaded: string[] = [];
  for (const zip of Object.values(readBundles(dist))) {
    const target = bucket.file(zip).createWriteStream({
      resumable: false,
      preconditionOpts: { ifGenerationMatch: 0 },
      contentType: 'application/zip',
    });
    try {
      await new Promise<void>((resolve, reject) => {
        target.on('finish', resolve).on('error', reject);
        createReadStream(join(dist, zip)).on('error', reject).pipe(target);
      });
      uploaded.push(zip);
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  }
  return uploaded;
}

export async function readReleases(bucket: Bucket): Promise<Releases> {
  try {
    const [text] = await bucket.file(releasesObject).download();
    return releasesSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    if (isMissing(error)) return { current: null, previous: null };
    throw error;
  }
}

/** Notes which release runs now. */
export async function writeReleases(bucket: Bucket, releases: Releases): Promise<void> {
  await bucket.file(releasesObject).save(`${JSON.stringify(releases, null, 2)}\n`, {
    contentType: 'application/json',
    resumable: false,
  });
}

/** Writes a release where Terraform reads it; returns the file. */
export async function writeBundlesFile(dist: string, bundles: Bundles): Promise<string> {
  const file = join(dist, 'release.json');
  await writeFile(file, `${JSON.stringify(bundles, null, 2)}\n`);
  return file;
}

import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import * as z from 'zod';
import { BigQueryError, invalid } from '../api-error.ts';

/** One file of a load. */
export interface Source {
  /** How messages name it. */
  readonly name: string;
  open(): Promise<Readable>;
}

const pageSchema = z.object({
  nextPageToken: z.string().optional(),
  items: z.array(z.object({ name: z.string() })).default([]),
});

const notFound = (uri: string) =>
  new BigQueryError('notFound', `Not found: URI ${uri}`, { location: uri });

async function ask(url: string, uri: string): Promise<Response> {
  const answer = await fetch(url).catch((cause: unknown) => {
    throw new BigQueryError('backendError', `Cloud Storage can't be reached for ${uri}: ${cause}`);
  });
  if (answer.ok) return answer;
  await answer.body?.cancel();
  if (answer.status === 404) throw notFound(uri);
  throw new BigQueryError('backendError', `Cloud Storage answers ${answer.status} for ${uri}`);
}

function openObject(base: string, bucket: string, name: string): Source {
  const uri = `gs://${bucket}/${name}`;
  return {
    name: uri,
    open: async () => {
      const answer = await ask(`${base}/o/${encodeURIComponent(name)}?alt=media`, uri);
      return answer.body === null
        ? Readable.from([])
        : Readable.fromWeb(answer.body as ReadableStream);
    },
  };
}

async function listMatches(base: string, pattern: string, uri: string): Promise<string[]> {
  const [prefix = '', suffix = ''] = pattern.split('*');
  const names: string[] = [];
  let token: string | undefined;
  do {
    const query = new URLSearchParams({
      prefix,
      ...(token === undefined ? {} : { pageToken: token }),
    });
    const page = pageSchema.parse(await (await ask(`${base}/o?${query}`, uri)).json());
    names.push(...page.items.map(({ name }) => name));
    token = page.nextPageToken;
  } while (token !== undefined);
  return names.filter(
    (name) => name.endsWith(suffix) && name.length >= prefix.length + suffix.length,
  );
}

/** The objects that a gs:// address stands for, which may hold one `*`. Throws `notFound` where there is none. */
export async function openSources(storageUrl: string | null, uri: string): Promise<Source[]> {
  const [match, bucket = '', object = ''] = /^gs:\/\/([^/*]+)\/(.+)$/s.exec(uri) ?? [];
  if (match === undefined)
    throw invalid(`Source URI must be a Google Cloud Storage location: ${uri}`);
  if (storageUrl === null) {
    throw new BigQueryError('backendError', `There is no Cloud Storage here to read ${uri} from`);
  }
  const base = `${storageUrl}/storage/v1/b/${encodeURIComponent(bucket)}`;
  if (!object.includes('*')) {
    await ask(`${base}/o/${encodeURIComponent(object)}`, uri);
    return [openObject(base, bucket, object)];
  }
  if (object.split('*').length > 2) throw invalid(`A source URI has at most one '*': ${uri}`);
  const names = await listMatches(base, object, uri);
  if (names.length === 0) throw notFound(uri);
  return names.map((name) => openObject(base, bucket, name));
}

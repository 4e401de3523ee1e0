import type { StoredObject } from './stored-object.ts';
import { etagOf } from './stored-object.ts';

/** Node writes a header's characters as single bytes: so these become the text's UTF-8. */
export const toHeader = (text: string) => Buffer.from(text).toString('latin1');
/** The text of a header that was sent as UTF-8. */
export const fromHeader = (value: string) => Buffer.from(value, 'latin1').toString('utf8');

const withoutAbsent = (headers: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, toHeader(value)]],
    ),
  );

/** Which generation it is, and what its bytes are. */
export function toIdentityHeaders(object: StoredObject): Record<string, string> {
  const { content } = object;
  const md5 = content.md5Hash === undefined ? '' : `,md5=${content.md5Hash}`;
  return withoutAbsent({
    etag: etagOf(object),
    'x-goog-generation': object.generation,
    'x-goog-metageneration': String(object.metageneration),
    'x-goog-hash': `crc32c=${content.crc32c}${md5}`,
    'x-goog-component-count': content.componentCount?.toString(),
    'x-goog-storage-class': object.attributes.storageClass ?? 'STANDARD',
    'x-goog-stored-content-encoding': object.attributes.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(content.size),
  });
}

/** The headers under which an object's bytes are sent, apart from their encoding and length. */
export function toMediaHeaders(object: StoredObject): Record<string, string> {
  const { attributes } = object;
  return {
    ...toIdentityHeaders(object),
    ...withoutAbsent({
      'accept-ranges': 'bytes',
      'cache-control': attributes.cacheControl,
      'content-disposition': attributes.contentDisposition,
      'content-language': attributes.contentLanguage,
      'content-type': attributes.contentType ?? 'application/octet-stream',
      'last-modified': new Date(object.updated).toUTCString(),
    }),
  };
}

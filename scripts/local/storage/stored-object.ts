/** What a client may set on an object. */
export interface Attributes {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  readonly customTime?: string;
  readonly storageClass?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An object's bytes as they lie on the disk. Checksums are base64; a composed object has no MD5. */
export interface Content {
  readonly size: number;
  readonly crc32c: string;
  readonly md5Hash?: string;
  readonly componentCount?: number;
  /** Time of the file's last change in nanoseconds: with the size, it tells a change made by hand. */
  readonly mtimeNs: string;
}

/** One generation of an object: the sidecar that stands beside its file. */
export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  /** Microseconds since 1970; later generations are greater. */
  readonly generation: string;
  readonly metageneration: number;
  readonly timeCreated: string;
  readonly updated: string;
  readonly content: Content;
  readonly attributes: Attributes;
}

export const etagOf = ({ generation, metageneration }: StoredObject) =>
  Buffer.from(`${generation}/${metageneration}`).toString('base64');

/** The object resource of the JSON API; links start with `origin`. */
export function toResource(object: StoredObject, origin: string) {
  const { bucket, name, generation, content, attributes } = object;
  const { mtimeNs: _, size, ...sums } = content;
  const path = `b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}`;
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    selfLink: `${origin}/storage/v1/${path}`,
    mediaLink: `${origin}/download/storage/v1/${path}?generation=${generation}&alt=media`,
    name,
    bucket,
    generation,
    metageneration: String(object.metageneration),
    storageClass: 'STANDARD',
    ...attributes,
    size: String(size),
    ...sums,
    etag: etagOf(object),
    timeCreated: object.timeCreated,
    updated: object.updated,
    timeStorageClassUpdated: object.timeCreated,
    timeFinalized: object.timeCreated,
  };
}

export type ObjectResource = ReturnType<typeof toResource>;

/** An object as a list shows it. */
export interface StoredObject {
  readonly name: string;
  readonly generation: string;
  readonly bytes: number;
  readonly crc32c: string;
  /** When this generation was written, ISO 8601. */
  readonly updatedAt: string;
}

/** What was written: the object's generation and size, and its hashes as a manifest holds them. */
export interface WrittenObject {
  readonly generation: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly crc32c: string;
}

/** The bucket of backups. Everything fails with `unavailable` while it does not answer. */
export interface SetStore {
  /** `gs://…`, for messages. */
  addressOf(name: string): string;
  /** The objects whose names begin with `prefix`, in code-point order. */
  list(prefix: string): Promise<StoredObject[]>;
  /**
   * Writes an object that is not there yet, as fast as the bucket takes it. Fails with `conflict`
   * where it is there; where `chunks` fail, nothing is written and their error is thrown.
   */
  write(
    name: string,
    contentType: string,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<WrittenObject>;
  /** The bytes of exactly that generation. Fails with `not-found` where it is gone. */
  read(object: Pick<StoredObject, 'name' | 'generation' | 'bytes'>): AsyncIterable<Uint8Array>;
  /** The text of exactly that generation of a small object; null where it is gone. */
  readText(object: Pick<StoredObject, 'name' | 'generation'>): Promise<string | null>;
  /**
   * Writes a small object over the generation that is named, or, with null, only where there is
   * none; returns its generation. Fails with `conflict` where something else is there.
   */
  writeText(name: string, text: string, over: string | null): Promise<string>;
  /** True where it removed that generation; false where that was gone or written over already. */
  remove(name: string, generation: string): Promise<boolean>;
}

/** A file of a form. */
export interface FormFile {
  /** The name that it was sent under, without folders; empty where it has none. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form (multipart/form-data, RFC 7578). */
export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  /** By the names of their fields. */
  readonly files: ReadonlyMap<string, FormFile>;
}

/**
 * Takes a form apart. Throws `invalid-request` for one that is cut off, has more than one file, a
 * field twice, or fields that are longer or more than any form of this suite has.
 */
export type FormReader = (contentType: string, bytes: Uint8Array) => Promise<Form>;

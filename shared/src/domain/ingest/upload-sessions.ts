/** An object that is to be uploaded by somebody else. */
export interface NewUpload {
  readonly name: string;
  readonly contentType: string;
  /** What its bytes must come to, where that is known. */
  readonly sizeBytes: number | undefined;
  /** The object's custom metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The origin of the page whose script uploads; none where it is no browser. */
  readonly origin: string | undefined;
}

export interface UploadSession {
  /** Takes the bytes by PUT, whole or in parts, without further permission: it is to be kept secret. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** Resumable uploads into the drop bucket. */
export interface UploadSessions {
  readonly bucket: string;
  /** Begins an upload of an object that is not there yet. The object comes to be when all bytes are there. */
  start(upload: NewUpload): Promise<UploadSession>;
}

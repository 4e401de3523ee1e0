/** One generation of one object that arrived in the drop bucket. */
export interface Drop {
  readonly bucket: string;
  readonly name: string;
  /** Cloud Storage's generation number, a decimal of up to 64 bits. */
  readonly generation: string;
  readonly sizeBytes: number;
  /** The object's custom metadata. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the function needs of the world. */
export interface Ports {
  /** The OpenAPI document, as JSON. */
  readonly readDocument: () => Promise<string>;
  /** A file of Swagger UI, by its name. */
  readonly readAsset: (name: string) => Promise<string>;
}

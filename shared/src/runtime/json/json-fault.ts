/** Why a text is no JSON that can be taken at its word. */
export class JsonFault extends Error {
  /** Offset in the text, in UTF-16 units. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.name = 'JsonFault';
    this.at = at;
  }
}

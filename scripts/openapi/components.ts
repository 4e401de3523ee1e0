import * as z from 'zod';

type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** A zod schema as JSON Schema (2020-12): what goes in for requests, what comes out for answers. */
export function toJsonSchema(schema: z.ZodType, io: Direction): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(json));
}

/** What several routes share, each written once however often it is used. */
export class Components {
  readonly #names = new Map<z.ZodType, string>();
  readonly schemas: Record<string, JsonSchema> = {};
  readonly responses: Record<string, object> = {};

  /** Refers to a response. */
  referResponse(name: string, response: object): { readonly $ref: string } {
    this.responses[name] = response;
    return { $ref: `#/components/responses/${name}` };
  }

  /** Refers to a schema; `name` is used where it has none yet. */
  refer(schema: z.ZodType, name: string, io: Direction): { readonly $ref: string } {
    const known = this.#names.get(schema) ?? name;
    if (!this.#names.has(schema)) {
      this.#names.set(schema, known);
      this.schemas[known] = toJsonSchema(schema, io);
    }
    return { $ref: `#/components/schemas/${known}` };
  }
}

import * as z from 'zod';
import { AppError } from './app-error.ts';
import { explainBadFormat, formatSkeleton } from './cells/date-format.ts';

const nameSchema = z.string().trim().min(1);

const dateFormatsSchema = z
  .array(
    z.string().superRefine((pattern, context) => {
      const fault = explainBadFormat(pattern);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    }),
  )
  .refine(
    (formats) => new Set(formats.map(formatSkeleton)).size === formats.length,
    'has two formats that differ only in the order of day and month, so that a cell could mean either',
  );

/** An object that takes no other keys than these, and says so. */
function strictEntry<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has ${issue.keys.join(', ')}; known are ${known}`
        : undefined,
  });
}

const columnRulesSchema = strictEntry({
  /** Other names that a header may give the column. */
  aliases: z.array(nameSchema).default([]),
  /** An empty cell is a fault, and so is a header without the column, even where the database takes NULL. */
  required: z.boolean().default(false),
  /** What an empty cell stands for: NULL, the empty text, or the column's literal default. */
  empty: z
    .preprocess((word) => (word === null ? 'null' : word), z.enum(['null', 'text', 'default']))
    .optional(),
  /** The names of each part that the column may be joined from, with a space between. */
  joined_from: z.array(z.array(nameSchema).min(1)).min(2).optional(),
  /** Forms of a date beyond ISO 8601; the language is described in cells/date-format.ts. */
  date_formats: dateFormatsSchema.default([]),
  /** Dates after the moment of the load are out of range. */
  not_in_future: z.boolean().default(false),
  /** Where what comes over HTTP leaves the column out: the time of the call. */
  filled_in: z.literal('now').optional(),
}).refine(
  (rules) => !rules.required || rules.empty === undefined,
  'is required, so an empty cell stands for nothing: leave out `empty` or `required`',
);

const tableRulesSchema = strictEntry({
  /** Other names that a file may carry. */
  names: z.array(nameSchema).default([]),
  columns: z.record(nameSchema, columnRulesSchema).default({}),
  /** Columns of a file that are left out on purpose. */
  ignored_columns: z.array(nameSchema).default([]),
  /** For every column of dates, after the column's own. */
  date_formats: dateFormatsSchema.default([]),
  /** What becomes of a record whose key is in the table with other values. */
  conflict: z.enum(['reject', 'skip', 'update']).default('reject'),
  mode: z.enum(['partial', 'atomic']).default('partial'),
  /** A load stops when it has more rejects than this. */
  max_rejects: z.int().min(0).optional(),
  /** A load stops when this part of its records, 0 to 1, or more is rejected. */
  max_reject_ratio: z.number().min(0).max(1).optional(),
});

/** tables.yaml: what a database can't say about its tables, by table name. */
export const tablesConfigSchema = z
  .record(nameSchema, tableRulesSchema)
  .superRefine((config, context) => {
    const owners = new Map<string, string>();
    for (const [table, { names }] of Object.entries(config)) {
      for (const name of [table, ...names].map((given) => given.toLowerCase())) {
        const owner = owners.get(name) ?? table;
        owners.set(name, owner);
        if (owner === table) continue;
        const message = `"${name}" also names ${owner}`;
        context.addIssue({ code: 'custom', path: [table, 'names'], message });
      }
    }
  });

export type ColumnRules = z.infer<typeof columnRulesSchema>;
export type TableRules = z.infer<typeof tableRulesSchema>;
export type TablesConfig = z.infer<typeof tablesConfigSchema>;

const plainColumn: ColumnRules = columnRulesSchema.parse({});

/** Checks a tables.yaml that was read from `source`. Throws `misconfigured`, naming every path that is wrong. */
export function parseTablesConfig(content: unknown, source: string): TablesConfig {
  const config = tablesConfigSchema.safeParse(content ?? {});
  if (config.success) return config.data;
  const details = config.error.issues.map((issue) => ({
    at: issue.path.join('.'),
    message: issue.message,
  }));
  const faults = details.map(({ at, message }) => `${at === '' ? 'the file' : at}: ${message}`);
  throw new AppError('misconfigured', `${source} is wrong. ${faults.join('; ')}`, { details });
}

/** Tables and columns may be called `constructor` or the like, which every object seems to have. */
function ownEntry<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** What tables.yaml says of a table; the defaults where it says nothing. */
export function tableRules(config: TablesConfig, table: string): TableRules {
  return ownEntry(config, table) ?? tableRulesSchema.parse({});
}

/** The rules of one column; a column that tables.yaml does not name has the defaults. */
export function columnRules(rules: TableRules, column: string): ColumnRules {
  const own = ownEntry(rules.columns, column) ?? plainColumn;
  if (rules.date_formats.length === 0) return own;
  return { ...own, date_formats: [...new Set([...own.date_formats, ...rules.date_formats])] };
}

import * as z from 'zod';

/** What can be granted on one table, as MySQL 8 and MariaDB both call it. */
const tablePrivileges = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'REFERENCES',
  'TRIGGER',
] as const;

/** What can be granted on all tables of the database, those to come included. */
const databasePrivileges = [...tablePrivileges, 'LOCK TABLES'] as const;

const reason = z.string();

/** One of the privileges that a function has in the target database, on all tables or on one. */
export const databaseAccessSchema = z.union([
  z.strictObject({
    allow: z.array(z.enum(databasePrivileges)).min(1),
    on: z.literal('*'),
    reason,
  }),
  z.strictObject({
    allow: z.array(z.enum(tablePrivileges)).min(1),
    on: z.string().regex(/^[a-z][a-z0-9_]*$/),
    reason,
  }),
]);

export type DatabaseAccess = z.infer<typeof databaseAccessSchema>;

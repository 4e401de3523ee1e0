import * as z from 'zod';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

/** A whole number in a variable; malformed values are refused, never replaced by the default. */
export const numberSetting = (least: number, most: number, fallback: number) =>
  wholeNumber(least, most).default(fallback);

/**
 * How a function reaches the target database: through the Cloud SQL connector when
 * CLOUD_SQL_INSTANCE (project:region:name) is set, else by host and port (a private address).
 */
export const mysqlSettings = {
  CLOUD_SQL_INSTANCE: z
    .string()
    .regex(/^[^:]+(:[^:]+)?:[^:]+:[^:]+$/, 'must be project:region:instance')
    .optional(),
  MYSQL_HOST: z.string().default('127.0.0.1'),
  MYSQL_PORT: numberSetting(1, 65535, 3306),
  MYSQL_USER: z.string(),
  MYSQL_PASSWORD: z.string().optional(),
  MYSQL_DATABASE: z.string(),
};

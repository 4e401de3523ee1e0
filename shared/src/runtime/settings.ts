import * as z from 'zod';
import { allowListForm, parseAllowList } from '../domain/access/allow-list.ts';
import { encryptionKeysSchema } from '../domain/access/encryption-keys.ts';
import { publicKeySetSchema } from '../domain/access/key-set.ts';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

/** A whole number in a variable; malformed values are refused, never replaced by the default. */
export const numberSetting = (least: number, most: number, fallback: number) =>
  wholeNumber(least, most).default(fallback);

/** When a call hands over, in seconds; what stands when it is left out depends on the timeout: `deadline.ts`. */
export const deadlineSetting = wholeNumber(1, 3600).optional();

/** What the platform says of the process that a function runs in. */
export const platformSettings = z.object({
  /** Where nobody says it, what Cloud Run functions have by default. */
  CLOUD_RUN_TIMEOUT_SECONDS: numberSetting(1, 3600, 60),
});

/**
 * How a function reaches the target database: through the Cloud SQL connector when
 * CLOUD_SQL_INSTANCE (project:region:name) is set, else by host and port (a private address).
 */
export const mysqlSettings = {
  CLOUD_SQL_INSTANCE: z
    .string()
    .regex(/^[^:]+(:[^:]+)?:[^:]+:[^:]+$/, 'must be project:region:instance')
    .optional(),
  /** Which address of the instance the connector takes. */
  CLOUD_SQL_IP_TYPE: z.enum(['PRIVATE', 'PUBLIC'], 'must be PRIVATE or PUBLIC').default('PRIVATE'),
  MYSQL_HOST: z.string().default('127.0.0.1'),
  MYSQL_PORT: numberSetting(1, 65535, 3306),
  MYSQL_USER: z.string(),
  MYSQL_PASSWORD: z.string().optional(),
  MYSQL_DATABASE: z.string(),
};

/** Reads JSON in a variable; `schema` says what of. */
export const jsonSetting = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** An origin as a browser writes it (RFC 6454, 6.2). */
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** Whose bearer tokens a function takes: those of this suite, and ID tokens of Google's for who is on the list. */
export const accessSettings = {
  /** The public keys of the suite's tokens, a JWKS; `npm run keys` makes it. */
  TOKEN_KEYS: jsonSetting(publicKeySetSchema),
  /** What a token must be meant for: the suite's URL. */
  TOKEN_AUDIENCE: z.string(),
  /** What Google's ID tokens must be meant for where that is another URL: the function's own. */
  GOOGLE_AUDIENCE: z.string().optional(),
  /** `email=role,email=role`: service accounts that may call, as Cloud Scheduler's. */
  ALLOWED_CALLERS: z
    .string()
    .default('')
    .transform((text, context) => {
      const list = parseAllowList(text);
      if (list !== null) return list;
      context.addIssue({ code: 'custom', message: allowListForm });
      return z.NEVER;
    }),
  /** Where the public keys are by which Google signs ID tokens. */
  GOOGLE_CERTS_URL: z.url().default('https://www.googleapis.com/oauth2/v3/certs'),
  /** The suite's private keys to open encrypted bodies, a JWKS; `npm run keys` makes it. */
  ENCRYPTION_KEYS: jsonSetting(encryptionKeysSchema),
  /** The origins whose pages may call, with commas between them: `https://app.example.com`. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .transform((origins) => origins.filter((origin) => origin !== ''))
    .pipe(z.array(z.string().refine(isOrigin, 'must be origins, as https://app.example.com'))),
};

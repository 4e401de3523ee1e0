import { clientKeySchema } from '@cutover/shared/domain/access/client-key.ts';
import { hasNoNul, mostPasswordLength } from '@cutover/shared/domain/access/user-store.ts';
import * as z from 'zod';

const text = (name: string, most: number) =>
  z.string(`${name} must be a text.`).max(most, `${name} may have ${most} characters.`);

const given = (name: string, most: number) => text(name, most).min(1, `${name} must not be empty.`);

/** What clients of OAuth 2 send along, as a rule empty; nothing depends on it. */
const unused = (name: string) => text(name, 1000).optional();

/** The password grant of OAuth 2 (RFC 6749, 4.3.2); JSON may leave its type out, and give a key. */
export const credentialsSchema = z.strictObject({
  grant_type: z.enum(['password', ''], 'grant_type must be password.').optional(),
  username: given('username', 256),
  password: given('password', mostPasswordLength).refine(hasNoNul, 'password must not hold NUL.'),
  scope: unused('scope'),
  client_id: unused('client_id'),
  client_secret: unused('client_secret'),
  jwk: clientKeySchema.optional(),
});

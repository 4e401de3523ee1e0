import { privateKeySetSchema } from '@cutover/shared/domain/access/key-set.ts';
import { passwordSchema, userNameSchema } from '@cutover/shared/domain/access/user-store.ts';
import {
  accessSettings,
  jsonSetting,
  mysqlSettings,
  numberSetting,
} from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object({
  ...mysqlSettings,
  ...accessSettings,
  TOKEN_SIGNING_KEYS: jsonSetting(privateKeySetSchema),
  TOKEN_SECONDS: numberSetting(60, 86_400, 900),
  ADMIN_USERNAME: userNameSchema.optional(),
  ADMIN_PASSWORD: passwordSchema.optional(),
  FORWARDED_HOPS: numberSetting(1, 10, 1),
});

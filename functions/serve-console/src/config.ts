import { accessSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

export const configSchema = z.object(accessSettings);

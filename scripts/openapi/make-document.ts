import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { functionsFolder } from '../function-manifest.ts';
import { describeDocument } from './describe-document.ts';
import { listOperations } from './list-operations.ts';

const root = join(import.meta.dirname, '..', '..');
const packageSchema = z.object({ version: z.string() });

export const documentFile = join(functionsFolder, 'serve-console', 'openapi.json');

/** The document of the routes as they stand. */
export async function makeDocument() {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  return describeDocument(await listOperations(), packageSchema.parse(JSON.parse(text)).version);
}

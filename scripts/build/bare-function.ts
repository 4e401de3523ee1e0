import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const source = `const { http } = require('@google-cloud/functions-framework');
http('bare', (request, response) => response.json({ hello: 'world' }));
`;

/** Writes the least function that answers, to measure others by; returns its folder. */
export async function writeBareFunction(out: string): Promise<string> {
  const folder = join(out, 'bare');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), source);
  await writeFile(join(folder, 'package.json'), '{ "name": "bare", "main": "index.js" }\n');
  return folder;
}

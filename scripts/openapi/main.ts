import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { documentFile, makeDocument } from './make-document.ts';

const document = await makeDocument();
writeFileSync(documentFile, `${JSON.stringify(document, null, 2)}\n`);
console.log(
  `Wrote ${relative(process.cwd(), documentFile)}: ${Object.keys(document.paths).length} paths.`,
);

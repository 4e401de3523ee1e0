import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Trigger, triggers, writeFunction } from './new-function/write-function.ts';

const usage = `npm run new-function -- <verb-noun> --trigger http|storage

Writes functions/<verb-noun> and its test: a small function that passes every check, to be filled.`;

function readArguments(): { name: string; trigger: Trigger } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { trigger: { type: 'string' } },
  });
  const trigger = triggers.find((known) => known === values.trigger);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1 || trigger === undefined) throw new Error(usage);
  return { name, trigger };
}

try {
  const { name, trigger } = readArguments();
  const files = await writeFunction(join(import.meta.dirname, '..'), name, trigger);
  console.log(`Wrote\n${files.map((file) => `  ${file}`).join('\n')}`);
  console.log(`Say in function.yaml and README.md what it does; the work goes in src/handler.ts.`);
  if (trigger === 'http') console.log('npm run openapi adds its routes to the API documentation.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

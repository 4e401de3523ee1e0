import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';

const entrySchema = z.object({
  severity: z.enum(['WARNING', 'ERROR', 'CRITICAL']),
  message: z.string(),
  err: z.object({ message: z.string() }).optional(),
});

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What a person at the terminal wants of a log line: nothing, unless it is a warning, an error or a crash. */
export function summarizeLogLine(name: string, line: string): string | undefined {
  const entry = entrySchema.safeParse(readJson(line));
  if (entry.success) {
    const { severity, message, err } = entry.data;
    return `${name}: ${severity.toLowerCase()}: ${message}${err === undefined ? '' : `: ${err.message}`}`;
  }
  return /^(Uncaught )?\w*Error\b.*:/.test(line) ? `${name}: ${line}` : undefined;
}

export interface FunctionLog {
  readonly file: string;
  follow(output: Readable): void;
}

/** Keeps every line that a function's processes write in `file`, and says the grave ones. */
export function openFunctionLog(
  name: string,
  file: string,
  say: (line: string) => void,
): FunctionLog {
  mkdirSync(dirname(file), { recursive: true });
  return {
    file,
    follow: (output) => {
      const kept = createWriteStream(file, { flags: 'a', mode: 0o600 });
      const lines = createInterface({ input: output });
      lines.on('line', (line) => {
        kept.write(`${line}\n`);
        const summary = summarizeLogLine(name, line);
        if (summary !== undefined) say(summary);
      });
      lines.on('close', () => kept.end());
    },
  };
}

import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly ok: boolean;
  readonly output: string;
  /** What it wrote on standard error, or why it could not be started. */
  readonly complaint: string;
}

/** Runs a program to its end without a terminal, and keeps what it wrote. A missing program is a failed run. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.on('error', (error) => resolve({ ok: false, output, complaint: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output, complaint }));
  });
}

import { spawnTethered } from '../local/spawn-tethered.ts';
import { followUsage, type Usage } from './process-usage.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a program to its end. Throws with what it wrote on standard error when it fails. */
export async function runMeasured({
  program,
  args,
  environment,
}: Command): Promise<{ readonly usage: Usage; readonly output: string }> {
  const child = spawnTethered(program, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    atEnd: 'KILL',
  });
  let [output, complaint] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}: ${complaint.trim()}`));
    });
  });
  const [usage] = await Promise.all([followUsage(child.pid ?? process.pid, ended), ended]);
  return { usage, output };
}

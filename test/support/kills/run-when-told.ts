import { once } from 'node:events';

/** The program of a warm process: gets ready, says so, works once when it is told to, and says that it is done. */
export async function runWhenTold(prepare: () => Promise<() => Promise<unknown>>): Promise<void> {
  const work = await prepare();
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  await work();
  process.stdout.write('done\n');
}

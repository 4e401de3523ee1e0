import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { claimPort } from '../../scripts/local/claim-port.ts';

const root = join(import.meta.dirname, '..', '..');
const framework = join(root, 'node_modules/@google-cloud/functions-framework/build/src/main.js');
const source = join(root, 'test/fixtures/functions/slow-answer.ts');

/** Waits until the program has written a line that holds `text`. */
function readLines(program: ChildProcess): (text: string) => Promise<void> {
  const lines: string[] = [];
  const reader = createInterface({ input: program.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => lines.push(line));
  return async (text) => {
    while (!lines.some((line) => line.includes(text))) await once(reader, 'line');
  };
}

describe('a function that is stopped by SIGTERM', () => {
  let child: ChildProcess;
  let said: (text: string) => Promise<void>;
  let url: string;

  beforeEach(async () => {
    const port = await claimPort(0, '');
    url = `http://127.0.0.1:${port}`;
    child = spawn(
      join(root, 'node_modules/.bin/node'),
      [framework, '--source', source, '--target', 'slow-answer', '--port', `${port}`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    said = readLines(child);
    await said('Serving function');
  });

  afterEach(() => {
    child.kill('SIGKILL');
  });

  test('finishes the request that is running and then ends', async () => {
    const answer = fetch(`${url}/slow?ms=700`);
    await said('work begun');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await (await answer).json()).toEqual({ done: true });
    expect(await ended).toEqual([0, null]);
  });

  test('takes no new request while it finishes', async () => {
    const answer = fetch(`${url}/slow?ms=700`);
    await said('work begun');
    child.kill('SIGTERM');
    const isServing = () => fetch(`${url}/slow?ms=0`).then(Boolean, () => false);
    while (await isServing());
    expect((await answer).status).toBe(200);
  });

  test('says that it is being stopped to a request that was on its way, and that others may take it', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise<unknown>((resolve) => {
      socket.write('GET /slow?ms=0 HTTP/1.1\r\nhost: x\r\n', resolve);
    });
    // What this request finds in the server has come behind the beginning of the other.
    const answer = fetch(`${url}/slow?ms=700`);
    await said('work begun');
    child.kill('SIGTERM');
    expect((await answer).headers.get('connection')).toBe('close');
    socket.write('\r\n');
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1.1 503 /);
    expect(String(bytes)).toMatch(/^retry-after: 5\r$/im);
    expect(String(bytes)).toMatch(/^connection: close\r$/im);
    await once(socket, 'close');
  });

  test('ends at once when nothing runs', async () => {
    expect((await fetch(`${url}/slow?ms=0`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

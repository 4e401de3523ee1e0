import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { instanceAgent } from '../local/instance-agent.ts';
import type { OpenFunction } from './open-function.ts';

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

interface Message {
  readonly path: string;
  readonly body: object;
  readonly token: string;
}

function post(socketPath: string, { path, body, token }: Message): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: 'POST', path, agent: instanceAgent, headers });
    call.on('error', reject).on('response', (answer) => {
      text(answer).then((said) => resolve({ status: answer.statusCode, body: said }), reject);
    });
    call.end(JSON.stringify(body));
  });
}

/** Posts JSON to a function and waits for its answer. Throws with what it says where it refuses. */
export async function postToFunction(
  { func: { manifest, pool }, token }: Pick<OpenFunction, 'func' | 'token'>,
  path: string,
  body: object,
): Promise<unknown> {
  const answer = await pool.use(({ socketPath }) => post(socketPath, { path, body, token }));
  if (answer.status === 200 || answer.status === 201) return JSON.parse(answer.body);
  throw new Error(`${manifest.name} answers ${answer.status}: ${answer.body}`);
}

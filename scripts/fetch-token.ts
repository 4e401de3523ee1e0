import * as z from 'zod';

export interface Login {
  readonly username: string;
  readonly password: string;
}

const answerSchema = z.object({ access_token: z.string() });
const problemSchema = z.object({ detail: z.string() });

/** A bearer token of the suite at `gateway`. Rejects with the answer's words where there is none. */
export async function fetchToken(gateway: string, login: Login): Promise<string> {
  const answer = await fetch(`${gateway}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  });
  const body: unknown = await answer.json();
  if (answer.ok) return answerSchema.parse(body).access_token;
  throw new Error(
    `${gateway}/auth/token answers ${answer.status}: ${problemSchema.parse(body).detail}`,
  );
}

import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { instanceAgent } from '../../local/instance-agent.ts';
import type { LocalFunction } from '../../local/instances.ts';

const answerSchema = z.object({
  set_id: z.string(),
  database: z.string(),
  rows: z.number(),
  tables: z.array(z.object({ content_hash: z.string() })),
});

/** Asks backup-tables for a set of one table, and waits for its answer. Throws with what it says where it refuses. */
export async function requestBackup(
  { pool }: LocalFunction,
  table: string,
): Promise<z.infer<typeof answerSchema>> {
  const { status, body } = await pool.use(
    ({ socketPath }) =>
      new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
        const call = request({
          socketPath,
          method: 'POST',
          path: '/backup-data',
          agent: instanceAgent,
          headers: { 'content-type': 'application/json' },
        });
        call.on('error', reject).on('response', (answer) => {
          text(answer).then((said) => resolve({ status: answer.statusCode, body: said }), reject);
        });
        call.end(JSON.stringify({ tables: [table] }));
      }),
  );
  if (status !== 201) throw new Error(`backup-tables answers ${status}: ${body}`);
  return answerSchema.parse(JSON.parse(body));
}

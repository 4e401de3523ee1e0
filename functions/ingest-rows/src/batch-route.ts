import type { Batch } from '@cutover/shared/domain/batch/batch.ts';
import type { BatchAnswer } from '@cutover/shared/domain/batch/batch-answer.ts';
import { loadBatch } from '@cutover/shared/domain/batch/load-batch.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { replayedHeader } from '@cutover/shared/runtime/idempotency-key.ts';
import { answerProblem } from '@cutover/shared/runtime/problem.ts';
import { type Call, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { batchBodySchema } from './batch-body.ts';
import { exactRows } from './exact-rows.ts';
import { findTable } from './find-table.ts';
import { markCall } from './mark-call.ts';
import type { Ports } from './ports.ts';

/** As much as the platform takes. */
const mostBytes = 32 * 1024 * 1024;

type BatchCall = Call<object, z.infer<typeof batchBodySchema>>;

/** 200 where the batch is done, with what it refused; 422 where nothing of it was added. */
function answerBatch(answer: BatchAnswer, isReplayed: boolean, requestId: string): Answer {
  const headers = isReplayed ? replayedHeader : {};
  const { counts, error, load_id } = answer;
  const facts = { ...answer, rejects: `/loads/${load_id}/rejects` };
  if (error === null) {
    const { inserted, rejected: skipped } = counts;
    return answerJson({ status: 'ok', inserted, skipped, ...facts }, { headers });
  }
  const { code, message: detail } = error;
  const problem = { status: 422, title: 'Nothing was added', code: code ?? 'internal', detail };
  return answerProblem({ ...facts, ...problem }, requestId, headers);
}

async function readBatch(ports: Ports, call: BatchCall): Promise<Batch> {
  const { rows, ...options } = call.body;
  const bytes = call.bytes ?? new Uint8Array();
  return {
    table: await findTable(ports, call.parameters.table ?? ''),
    rows: exactRows(bytes, rows),
    sizeBytes: bytes.length,
    options,
    defaultEntity: ports.defaultEntity,
    requestedBy: call.caller,
    now: ports.now(),
  };
}

async function run(ports: Ports, call: BatchCall): Promise<Answer> {
  const batch = await readBatch(ports, call);
  const { answer, isReplayed } = await loadBatch(ports, batch, markCall(ports, call));
  const { load_id, kind, state, table, counts } = answer;
  const fields = { load_id, kind, state, table, ...counts, replayed: isReplayed };
  call.log.info(fields, 'load finished');
  if (!isReplayed) ports.followUp();
  return answerBatch(answer, isReplayed, call.requestId);
}

/** Adds 1 to 1000 rows. */
export const batchRoute = route({
  method: 'POST',
  paths: ['/{table}/batch', '/api/v1/{table}/batch'],
  access: 'operator',
  summary: 'Adds 1 to 1000 rows to a table',
  mostBytes,
  query: z.strictObject({}),
  body: batchBodySchema,
  run,
});

/** The same as an older system has it: all rows or, where one is refused, none. */
export const rowsRoute = route({
  method: 'POST',
  paths: ['/api/v1/{table}'],
  access: 'operator',
  summary: 'Adds 1 to 1000 rows to a table, or none where one of them is refused',
  mostBytes,
  query: z.strictObject({}),
  body: batchBodySchema,
  run: (ports: Ports, call) =>
    run(ports, { ...call, body: { ...call.body, mode: call.body.mode ?? 'atomic' } }),
});

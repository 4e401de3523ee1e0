import type { Batch } from '@cutover/shared/domain/batch/batch.ts';
import { loadBatch } from '@cutover/shared/domain/batch/load-batch.ts';
import type { Answer } from '@cutover/shared/runtime/answer.ts';
import { type Call, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { answerLoad } from './answer-load.ts';
import { batchBodySchema } from './batch-body.ts';
import { batchDocumentation, rowsDocumentation } from './documentation/loading.ts';
import { exactRows } from './exact-rows.ts';
import { findTable } from './find-table.ts';
import { markCall } from './mark-call.ts';
import type { Ports } from './ports.ts';

/** As much as the platform takes. */
const mostBytes = 32 * 1024 * 1024;

type BatchCall = Call<object, z.infer<typeof batchBodySchema>>;

async function readBatch(ports: Ports, call: BatchCall): Promise<Batch> {
  const { rows, entity_id: entity, ...options } = call.body;
  const bytes = call.bytes ?? new Uint8Array();
  return {
    table: await findTable(ports, call.parameters.table ?? ''),
    rows: exactRows(bytes, rows),
    sizeBytes: bytes.length,
    options: { ...options, entity },
    requestedBy: call.caller,
    defaultEntity: ports.defaultEntity,
    now: ports.now(),
  };
}

async function run(ports: Ports, call: BatchCall): Promise<Answer> {
  const batch = await readBatch(ports, call);
  const mark = markCall(ports, call, [call.bytes ?? '']);
  const answered = await loadBatch(ports, batch, mark);
  const { load_id, kind, state, table, counts } = answered.answer;
  const fields = { load_id, kind, state, table, ...counts, replayed: answered.isReplayed };
  call.log.info(fields, 'load finished');
  if (!answered.isReplayed) ports.followUp();
  return answerLoad(answered, call.requestId);
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
  documentation: batchDocumentation,
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
  documentation: rowsDocumentation,
  run: (ports: Ports, call) =>
    run(ports, { ...call, body: { ...call.body, mode: call.body.mode ?? 'atomic' } }),
});
